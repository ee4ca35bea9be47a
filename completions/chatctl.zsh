#compdef chatctl

__chatctl_complete() {
    local -ar non_empty_completions=("${@:#(|:*)}")
    local -ar empty_completions=("${(M)@:#(|:*)}")
    _describe -V '' non_empty_completions -- empty_completions -P $'\'\''
}

__chatctl_custom_complete() {
    local -a completions
    completions=("${(@f)"$("${command_name}" "${@}" "${command_line[@]}")"}")
    if [[ "${#completions[@]}" -gt 1 ]]; then
        __chatctl_complete "${completions[@]:0:-1}"
    fi
}

__chatctl_cursor_index_in_current_word() {
    if [[ -z "${QIPREFIX}${IPREFIX}${PREFIX}" ]]; then
        printf 0
    else
        printf %s "${#${(z)LBUFFER}[-1]}"
    fi
}

_chatctl() {
    emulate -RL zsh -G
    setopt extendedglob nullglob numericglobsort
    unsetopt aliases banghist

    local -xr SAP_SHELL=zsh
    local -x SAP_SHELL_VERSION
    SAP_SHELL_VERSION="$(builtin emulate zsh -c 'printf %s "${ZSH_VERSION}"')"
    local -r SAP_SHELL_VERSION

    local context state state_descr line
    local -A opt_args

    local -r command_name="${words[1]}"
    local -ar command_line=("${words[@]}")
    local -ir current_word_index="$((CURRENT - 1))"

    local -i ret=1
    local -ar arg_specs=(
        '--licenses[Show each part of the executable with its licence.]'
        '--version[Show the version.]'
        '(-h --help)'{-h,--help}'[Show help information.]'
        '(-): :->command'
        '(-)*:: :->arg'
    )
    _arguments -w -s -S : "${arg_specs[@]}" && ret=0
    case "${state}" in
    command)
        local -ar subcommands=(
            'serve:Run the chat room.'
            'connect:Join a chat room.'
            'admin:Steer the running server.'
            'backup:Keep copies of a server'\''s data; move it in and out.'
            'log:Read the server'\''s logs.'
            'doctor:Check that a server'\''s data and machine are well.'
            'help:Show subcommand help information.'
        )
        _describe -V subcommand subcommands && ret=0
        ;;
    arg)
        case "${words[1]}" in
        serve|connect|admin|backup|log|doctor|help)
            "_chatctl_${words[1]}" && ret=0
            ;;
        esac
        ;;
    esac

    return "${ret}"
}

_chatctl_serve() {
    local -i ret=1
    local -ar arg_specs=(
        ':port:'
        '--config[A file of settings, key = value a line.]:file:_files'
        '--print-config[Print all settings, each with its value, where it comes from and what it means, and end.]'
        '--listen[The address to listen on; all\: those of this machine, IPv6 and IPv4.]:address:'
        '--plaintext[Do not encrypt. Clients have to say --plaintext too; passwords can be read on the way.]'
        '--cert[A certificate in PEM form, with the chain up to its authority'\''s, and its key if that has no file of its own; own\: the one that the server makes. Read again on "chatctl admin reload" and SIGHUP, for new connections.]:file:_files'
        '--key[The certificate'\''s private key in PEM form, without a passphrase. Not looked at where cert'\''s file holds one, or is own.]:file:_files'
        '--max-file-size[The largest file that is taken.]:size:'
        '--resume-grace[How long somebody whose connection was lost counts as online.]:time:'
        '--keep-alive[After how long a silence a client sends a sign of life; after four times as long it counts as lost. Clients are told when they connect.]:time:'
        '--password-min[The fewest characters of a new password; passwords that are there go on being right.]:characters:'
        '--check-password[A program that says whether a password is right, for people who have one elsewhere\: its absolute path and arguments, divided at blanks; no shell. It reads a line with the name and one with the password, and ends with exit code 0 (right) or 1 (wrong); all else means that it can'\''t tell now. While it is set, who registers gives the password that it knows, and nobody changes one here. none\: passwords are kept here.]:command:'
        '--check-password-creates[Make an account at the first log-in with a name that nobody has, if check-password knows the password.]'
        '--check-password-time[How long the program of check-password may take; then it is killed, with all that it has started.]:time:'
        '--password-threads[How many passwords are checked at once, each on a thread; 0\: half as many as there are processors.]:threads:'
        '--password-cost[The work in a password check\: scrypt'\''s N is 2 to this power, 1 to 17.]:logarithm:'
        '--backup-every[Make a backup this often, 1s at least; 0\: only at the stop. The last 10 that were made by themselves are kept.]:time:'
        '--log-max-size[The size at which a log is finished and a new one begun; 0 means never.]:size:'
        '--log-keep[How many finished logs are kept; 0 keeps all.]:logs:'
        '--log-bodies[Log what people write, too.]'
        '--no-console[Take no commands from standard input.]'
        '--registration[Who may register. open\: everybody; invited\: who has a code of "chatctl admin invite"; closed\: nobody.]:open|invited|closed:'
        '--admin-group[The group of this machine whose members may steer the room with "chatctl admin", as its own user and root may; none\: nobody else.]:group:'
        '--max-connections-per-address[Connections of one address at once; more are refused. 0\: no limit.]:connections:'
        '--max-unauthenticated[Connections of all addresses that are not logged in; then the address with most of them gives way or is refused. 0\: no limit.]:connections:'
        '--hello-time[How long a new connection may take until its hello; then it is closed. 0\: no limit.]:time:'
        '--prompt-time[How long somebody at the log-in prompt may send nothing; then the connection is closed. 0\: no limit.]:time:'
        '--max-failed-log-ins[Failed log-ins of one address, over all names, before it has to wait. 0\: no limit.]:log-ins:'
        '--failed-log-in-time[The time in which all failed log-ins of an address are forgiven, one after the other.]:time:'
        '--max-registrations-per-address[Accounts that are registered from one address in a day, those by invitation aside; more are refused. 0\: no limit.]:accounts:'
        '--max-password-backlog[Passwords of one address that wait for their check; more are refused as busy. 0\: no limit.]:passwords:'
        '--message-rate[Messages and commands that one user may send; faster ones are read more slowly. 0\: no limit.]:messages/s:'
        '--message-burst[Messages and commands that one user may send at once before that rate counts.]:messages:'
        '--max-waiting-bytes-per-user[Bytes of files that one user has sent and that wait, uploads under way included. 0\: no limit.]:size:'
        '--max-waiting-bytes[Bytes of waiting files of all users together, uploads under way included. 0\: no limit.]:size:'
        '--max-files-per-user[Files that one user has sent and that wait, uploads under way included. 0\: no limit.]:files:'
        '--max-mailbox-messages[Undelivered messages to one user; then senders are refused. 0\: no limit.]:messages:'
        '--max-mailbox-bytes[Bytes of the undelivered messages to one user. 0\: no limit.]:size:'
        '--spare-descriptors[File descriptors that are kept free; a connection that would need one of them is refused. 0\: no limit.]:descriptors:'
        '--data[The data directory.]:directory:_files -/'
        '--version[Show the version.]'
        '(-h --help)'{-h,--help}'[Show help information.]'
    )
    _arguments -w -s -S : "${arg_specs[@]}" && ret=0

    return "${ret}"
}

_chatctl_connect() {
    local -i ret=1
    local -ar ___color=('auto' 'always' 'never')
    local -ar ___bell=('off' 'private' 'mention' 'all')
    local -ar arg_specs=(
        ':host:'
        ':port:'
        '--fingerprint[Take no other key than the one of this fingerprint, and remember it.]:SHA256\:...:'
        '--strict[Ask before a new key is trusted; without a terminal, refuse it.]'
        '--plaintext[Do not encrypt, as the server was started with --plaintext\: everybody on the way can read passwords.]'
        '--retry-for[How long to try to come back when the connection is lost; 0\: end at once, exit code 69.]:seconds:'
        '--reconnect[Come back in a pipe too, where a lost connection is the end otherwise. What had no answer is sent again, and stored once.]'
        '--timestamps[Show before each message when it was written. Off by default.]'
        '--no-timestamps[Show before each message when it was written. Off by default.]'
        '--color[Give people colours\: auto (the default\: on a terminal, unless NO_COLOR is set), always or never.]:auto|always|never:{__chatctl_complete "${___color[@]}"}'
        '--bell[Ring the terminal'\''s bell\: off (the default), private (for messages to you alone), mention (for those that mention your name too) or all.]:off|private|mention|all:{__chatctl_complete "${___bell[@]}"}'
        '--user[Log in with this name.]:name:'
        '--password-file[Log in with the password in this file; - takes the first line of standard input.]:file:_files'
        '*--to[Send each line of standard input to this person; repeat it for more people.]:user:'
        '--broadcast[Send each line of standard input to everybody.]'
        '--whole[Make one message of all lines, cut into several at the end of a line where it is too long for one.]'
        '--wait-delivered[Wait until those people have been shown everything, not only until it is stored.]'
        '--expect[Wait for a message with a line that matches, after everything is sent, print that line and end.]:regex:'
        '--from[Let only messages of this person match.]:user:'
        '--timeout[Wait no longer than this once everything is sent, and end with 1\: a number with s, m, h or d, such as 90s, 5m, 1h or 2d.]:duration:'
        '--json[Write each event as one line of JSON, and take one request in JSON a line.]'
        '--stay[With --json\: stay when standard input has ended, until a signal comes.]'
        '--no-history[Skip what was missed before the log-in\: it is neither shown nor does it come again.]'
        '--version[Show the version.]'
        '(-h --help)'{-h,--help}'[Show help information.]'
    )
    _arguments -w -s -S : "${arg_specs[@]}" && ret=0

    return "${ret}"
}

_chatctl_admin() {
    local -i ret=1
    local -ar arg_specs=(
        '*:command:{__chatctl_custom_complete ---completion admin -- positional@0 "${current_word_index}" "$(__chatctl_cursor_index_in_current_word)"}'
        '--json[Print one JSON object for each answer.]'
        '--keep-going[Go on with the next command after one that was refused.]'
        '--data[The data directory.]:directory:_files -/'
        '--version[Show the version.]'
        '(-h --help)'{-h,--help}'[Show help information.]'
    )
    _arguments -w -s -S : "${arg_specs[@]}" && ret=0

    return "${ret}"
}

_chatctl_backup() {
    local -i ret=1
    local -ar arg_specs=(
        '--version[Show the version.]'
        '(-h --help)'{-h,--help}'[Show help information.]'
        '(-): :->command'
        '(-)*:: :->arg'
    )
    _arguments -w -s -S : "${arg_specs[@]}" && ret=0
    case "${state}" in
    command)
        local -ar subcommands=(
            'create:Make a backup, while the server runs or not.'
            'list:List the backups, the newest first.'
            'verify:Check a backup as a restore would, without restoring it.'
            'restore:Put a backup in the place of a stopped server'\''s data.'
            'import:Import the six text files of the original system.'
            'export:Write the state as the six text files of the original system.'
        )
        _describe -V subcommand subcommands && ret=0
        ;;
    arg)
        case "${words[1]}" in
        create|list|verify|restore|import|export)
            "_chatctl_backup_${words[1]}" && ret=0
            ;;
        esac
        ;;
    esac

    return "${ret}"
}

_chatctl_backup_create() {
    local -i ret=1
    local -ar arg_specs=(
        '--no-files[Leave out the bytes of waiting files.]'
        '--json[Print one JSON object.]'
        '--data[The data directory.]:directory:_files -/'
        '--version[Show the version.]'
        '(-h --help)'{-h,--help}'[Show help information.]'
    )
    _arguments -w -s -S : "${arg_specs[@]}" && ret=0

    return "${ret}"
}

_chatctl_backup_list() {
    local -i ret=1
    local -ar arg_specs=(
        '--json[Print one JSON object a backup.]'
        '--data[The data directory.]:directory:_files -/'
        '--version[Show the version.]'
        '(-h --help)'{-h,--help}'[Show help information.]'
    )
    _arguments -w -s -S : "${arg_specs[@]}" && ret=0

    return "${ret}"
}

_chatctl_backup_verify() {
    local -i ret=1
    local -ar arg_specs=(
        ':file:{__chatctl_custom_complete ---completion backup verify -- positional@0 "${current_word_index}" "$(__chatctl_cursor_index_in_current_word)"}'
        '--json[Print one JSON object.]'
        '--data[The data directory.]:directory:_files -/'
        '--version[Show the version.]'
        '(-h --help)'{-h,--help}'[Show help information.]'
    )
    _arguments -w -s -S : "${arg_specs[@]}" && ret=0

    return "${ret}"
}

_chatctl_backup_restore() {
    local -i ret=1
    local -ar arg_specs=(
        ':file:{__chatctl_custom_complete ---completion backup restore -- positional@0 "${current_word_index}" "$(__chatctl_cursor_index_in_current_word)"}'
        '--yes[Do not ask.]'
        '--json[Print one JSON object.]'
        '--data[The data directory.]:directory:_files -/'
        '--version[Show the version.]'
        '(-h --help)'{-h,--help}'[Show help information.]'
    )
    _arguments -w -s -S : "${arg_specs[@]}" && ret=0

    return "${ret}"
}

_chatctl_backup_import() {
    local -i ret=1
    local -ar arg_specs=(
        ':source:_files -/'
        '--merge[Keep our accounts where a name exists on both sides.]'
        '--replace[Take their accounts where a name exists on both sides.]'
        '--yes[Do not ask before --replace.]'
        '--password-cost[The work in a password check\: scrypt'\''s N is 2 to this power, 1 to 17.]:logarithm:'
        '--json[Print one JSON object.]'
        '--data[The data directory.]:directory:_files -/'
        '--version[Show the version.]'
        '(-h --help)'{-h,--help}'[Show help information.]'
    )
    _arguments -w -s -S : "${arg_specs[@]}" && ret=0

    return "${ret}"
}

_chatctl_backup_export() {
    local -i ret=1
    local -ar arg_specs=(
        ':target:_files -/'
        '--no-files[Leave out the bytes of waiting files.]'
        '--json[Print one JSON object.]'
        '--data[The data directory.]:directory:_files -/'
        '--version[Show the version.]'
        '(-h --help)'{-h,--help}'[Show help information.]'
    )
    _arguments -w -s -S : "${arg_specs[@]}" && ret=0

    return "${ret}"
}

_chatctl_log() {
    local -i ret=1
    local -ar arg_specs=(
        '--version[Show the version.]'
        '(-h --help)'{-h,--help}'[Show help information.]'
        '(-): :->command'
        '(-)*:: :->arg'
    )
    _arguments -w -s -S : "${arg_specs[@]}" && ret=0
    case "${state}" in
    command)
        local -ar subcommands=(
            'tail:Show the end of the newest log.'
            'list:List the logs, the newest first.'
            'show:Show a whole log.'
            'search:Find lines in all logs.'
            'stats:Count log-ins, messages, transfers and failures.'
            'explain:Tell why somebody can'\''t log in.'
            'events:List the kinds of lines that a log has.'
        )
        _describe -V subcommand subcommands && ret=0
        ;;
    arg)
        case "${words[1]}" in
        tail|list|show|search|stats|explain|events)
            "_chatctl_log_${words[1]}" && ret=0
            ;;
        esac
        ;;
    esac

    return "${ret}"
}

_chatctl_log_tail() {
    local -i ret=1
    local -ar arg_specs=(
        '(-n --lines)'{-n,--lines}'[How many lines.]:count:'
        '(--follow -f)'{--follow,-f}'[Go on with new lines as they are written.]'
        '--json[Print JSON, one object a line; lines of a log as they stand there.]'
        '--data[The data directory.]:directory:_files -/'
        '--version[Show the version.]'
        '(-h --help)'{-h,--help}'[Show help information.]'
    )
    _arguments -w -s -S : "${arg_specs[@]}" && ret=0

    return "${ret}"
}

_chatctl_log_list() {
    local -i ret=1
    local -ar arg_specs=(
        '--json[Print JSON, one object a line; lines of a log as they stand there.]'
        '--data[The data directory.]:directory:_files -/'
        '--version[Show the version.]'
        '(-h --help)'{-h,--help}'[Show help information.]'
    )
    _arguments -w -s -S : "${arg_specs[@]}" && ret=0

    return "${ret}"
}

_chatctl_log_show() {
    local -i ret=1
    local -ar arg_specs=(
        ':file:{__chatctl_custom_complete ---completion log show -- positional@0 "${current_word_index}" "$(__chatctl_cursor_index_in_current_word)"}'
        '--json[Print JSON, one object a line; lines of a log as they stand there.]'
        '--data[The data directory.]:directory:_files -/'
        '--version[Show the version.]'
        '(-h --help)'{-h,--help}'[Show help information.]'
    )
    _arguments -w -s -S : "${arg_specs[@]}" && ret=0

    return "${ret}"
}

_chatctl_log_search() {
    local -i ret=1
    local -ar ___event=('start' 'stop' 'stranger' 'strangers-left-out' 'connect' 'disconnect' 'connects-left-out' 'refused-full' 'connection-refused' 'connections-left-out' 'log-in' 'log-in-failed' 'log-in-blocked' 'log-in-refused' 'log-ins-left-out' 'log-out' 'connection-lost' 'register' 'de-register' 'password-changed' 'command' 'commands-left-out' 'file-stored' 'file-fetched' 'file-declined' 'transfer-failed' 'admin' 'reload' 'reload-error' 'certificate' 'certificate-error' 'certificate-ends' 'read-only' 'writable' 'disk-silent' 'disk-answers' 'store-error' 'sync-error' 'backup' 'backup-error' 'accept-error' 'lines-lost')
    local -ar arg_specs=(
        ':text:'
        '--user[Lines that concern this person.]:name:{__chatctl_custom_complete ---completion log search -- --user "${current_word_index}" "$(__chatctl_cursor_index_in_current_word)"}'
        '*--event[Lines of this event, as `chatctl log events` lists them; may be given several times.]:event:{__chatctl_complete "${___event[@]}"}'
        '--address[Lines about this address.]:address:'
        '--since[Nothing earlier\: a time like 2014-03-04 21\:00, 2014-03-04T21\:00\:00+01\:00, 2014-03-04 or 21\:00 (of today), or how long ago it was, like 30s, 30m, 2h, 3d, 1w or 1h30m.]:time:'
        '--until[Nothing later; as --since. A day means its first moment.]:time:'
        '--json[Print JSON, one object a line; lines of a log as they stand there.]'
        '--data[The data directory.]:directory:_files -/'
        '--version[Show the version.]'
        '(-h --help)'{-h,--help}'[Show help information.]'
    )
    _arguments -w -s -S : "${arg_specs[@]}" && ret=0

    return "${ret}"
}

_chatctl_log_stats() {
    local -i ret=1
    local -ar ___by=('hour' 'user')
    local -ar arg_specs=(
        '--by[What to count by\: hour or user.]:by:{__chatctl_complete "${___by[@]}"}'
        '--since[Nothing earlier\: a time like 2014-03-04 21\:00, 2014-03-04T21\:00\:00+01\:00, 2014-03-04 or 21\:00 (of today), or how long ago it was, like 30s, 30m, 2h, 3d, 1w or 1h30m.]:time:'
        '--until[Nothing later; as --since. A day means its first moment.]:time:'
        '--json[Print JSON, one object a line; lines of a log as they stand there.]'
        '--data[The data directory.]:directory:_files -/'
        '--version[Show the version.]'
        '(-h --help)'{-h,--help}'[Show help information.]'
    )
    _arguments -w -s -S : "${arg_specs[@]}" && ret=0

    return "${ret}"
}

_chatctl_log_explain() {
    local -i ret=1
    local -ar arg_specs=(
        ':user:{__chatctl_custom_complete ---completion log explain -- positional@0 "${current_word_index}" "$(__chatctl_cursor_index_in_current_word)"}'
        '--json[Print JSON, one object a line; lines of a log as they stand there.]'
        '--data[The data directory.]:directory:_files -/'
        '--version[Show the version.]'
        '(-h --help)'{-h,--help}'[Show help information.]'
    )
    _arguments -w -s -S : "${arg_specs[@]}" && ret=0

    return "${ret}"
}

_chatctl_log_events() {
    local -i ret=1
    local -ar arg_specs=(
        '--json[Print JSON, one object a line; lines of a log as they stand there.]'
        '--version[Show the version.]'
        '(-h --help)'{-h,--help}'[Show help information.]'
    )
    _arguments -w -s -S : "${arg_specs[@]}" && ret=0

    return "${ret}"
}

_chatctl_doctor() {
    local -i ret=1
    local -ar arg_specs=(
        '--thorough[Check the entries of the store'\''s indexes too, which takes much longer.]'
        '--json[Print one JSON object for each line.]'
        '--data[The data directory.]:directory:_files -/'
        '--version[Show the version.]'
        '(-h --help)'{-h,--help}'[Show help information.]'
    )
    _arguments -w -s -S : "${arg_specs[@]}" && ret=0

    return "${ret}"
}

_chatctl_help() {
    local -i ret=1
    local -ar arg_specs=(
        '*:subcommands:'
        '--version[Show the version.]'
    )
    _arguments -w -s -S : "${arg_specs[@]}" && ret=0

    return "${ret}"
}

if [[ "${funcstack[1]}" = _chatctl ]]; then
    _chatctl "${@}"
else
    compdef _chatctl chatctl
fi
