function __chatctl_should_offer_completions_for_flags_or_options -a expected_commands
    set -l non_repeating_flags_or_options $argv[2..]
    set -l non_repeating_flags_or_options_absent 0
    set -l positional_index 0
    set -l commands
    __chatctl_parse_tokens
    test "$commands" = "$expected_commands"; and return $non_repeating_flags_or_options_absent
end

function __chatctl_should_offer_completions_for_positional -a expected_commands positional_index_comparison expected_positional_index
    set -l non_repeating_flags_or_options
    set -l non_repeating_flags_or_options_absent 0
    set -l positional_index 0
    set -l commands
    __chatctl_parse_tokens
    test "$commands" = "$expected_commands" -a \( "$positional_index" "$positional_index_comparison" "$expected_positional_index" \)
end

function __chatctl_parse_tokens -S
    set -l unparsed_tokens (__chatctl_tokens -pc)
    switch $unparsed_tokens[1]
    case 'chatctl'
        __chatctl_parse_subcommand 0 'licenses' 'version' 'h/help'
        switch $unparsed_tokens[1]
        case 'serve'
            __chatctl_parse_subcommand 1 'config=' 'print-config' 'listen=' 'plaintext' 'cert=' 'key=' 'max-file-size=' 'resume-grace=' 'keep-alive=' 'password-min=' 'check-password=' 'check-password-creates' 'check-password-time=' 'password-threads=' 'password-cost=' 'backup-every=' 'log-max-size=' 'log-keep=' 'log-bodies' 'no-console' 'registration=' 'admin-group=' 'max-connections-per-address=' 'max-unauthenticated=' 'hello-time=' 'prompt-time=' 'max-failed-log-ins=' 'failed-log-in-time=' 'max-registrations-per-address=' 'max-password-backlog=' 'message-rate=' 'message-burst=' 'max-waiting-bytes-per-user=' 'max-waiting-bytes=' 'max-files-per-user=' 'max-mailbox-messages=' 'max-mailbox-bytes=' 'spare-descriptors=' 'data=' 'version' 'h/help'
        case 'connect'
            __chatctl_parse_subcommand 2 'fingerprint=' 'strict' 'plaintext' 'retry-for=' 'reconnect' 'timestamps' 'no-timestamps' 'color=' 'bell=' 'user=' 'password-file=' 'to=+' 'broadcast' 'whole' 'wait-delivered' 'expect=' 'from=' 'timeout=' 'json' 'stay' 'no-history' 'version' 'h/help'
        case 'admin'
            __chatctl_parse_subcommand -r 1 'json' 'keep-going' 'data=' 'version' 'h/help'
        case 'backup'
            __chatctl_parse_subcommand 0 'version' 'h/help'
            switch $unparsed_tokens[1]
            case 'create'
                __chatctl_parse_subcommand 0 'no-files' 'json' 'data=' 'version' 'h/help'
            case 'list'
                __chatctl_parse_subcommand 0 'json' 'data=' 'version' 'h/help'
            case 'verify'
                __chatctl_parse_subcommand 1 'json' 'data=' 'version' 'h/help'
            case 'restore'
                __chatctl_parse_subcommand 1 'yes' 'json' 'data=' 'version' 'h/help'
            case 'import'
                __chatctl_parse_subcommand 1 'merge' 'replace' 'yes' 'password-cost=' 'json' 'data=' 'version' 'h/help'
            case 'export'
                __chatctl_parse_subcommand 1 'no-files' 'json' 'data=' 'version' 'h/help'
            end
        case 'log'
            __chatctl_parse_subcommand 0 'version' 'h/help'
            switch $unparsed_tokens[1]
            case 'tail'
                __chatctl_parse_subcommand 0 'n/lines=' 'f/follow' 'json' 'data=' 'version' 'h/help'
            case 'list'
                __chatctl_parse_subcommand 0 'json' 'data=' 'version' 'h/help'
            case 'show'
                __chatctl_parse_subcommand 1 'json' 'data=' 'version' 'h/help'
            case 'search'
                __chatctl_parse_subcommand 1 'user=' 'event=+' 'address=' 'since=' 'until=' 'json' 'data=' 'version' 'h/help'
            case 'stats'
                __chatctl_parse_subcommand 0 'by=' 'since=' 'until=' 'json' 'data=' 'version' 'h/help'
            case 'explain'
                __chatctl_parse_subcommand 1 'json' 'data=' 'version' 'h/help'
            case 'events'
                __chatctl_parse_subcommand 0 'json' 'version' 'h/help'
            end
        case 'doctor'
            __chatctl_parse_subcommand 0 'thorough' 'json' 'data=' 'version' 'h/help'
        case 'help'
            __chatctl_parse_subcommand -r 1 'version'
        end
    end
end

function __chatctl_tokens
    if test (string split -m 1 -f 1 -- . "$FISH_VERSION") -gt 3
        commandline --tokens-raw $argv
    else
        commandline -o $argv
    end
end

function __chatctl_parse_subcommand -S -a positional_count
    argparse -s r -- $argv
    set -l option_specs $argv[2..]
    set -l is_repeating_positional $_flag_r
    set -el _flag_r
    set -a commands $unparsed_tokens[1]
    set positional_index 0
    while true
        set -e unparsed_tokens[1]
        argparse -sn "$commands" $option_specs -- $unparsed_tokens 2> /dev/null
        set unparsed_tokens $argv
        set positional_index (math $positional_index + 1)
        for non_repeating_flag_or_option in $non_repeating_flags_or_options
            if set -ql "_flag_$(string replace -a - _ -- $non_repeating_flag_or_option)"
                set non_repeating_flags_or_options_absent 1
                break
            end
        end
        test (count $unparsed_tokens) -eq 0 -o \( -z "$is_repeating_positional" -a "$positional_index" -gt "$positional_count" \) && break
    end
end

function __chatctl_complete_directories
    set -l token (commandline -t)
    string match -- '*/' $token
    set -l subdirs $token*/
    printf %s\n $subdirs
end

function __chatctl_custom_completion
    set -x SAP_SHELL fish
    set -x SAP_SHELL_VERSION $FISH_VERSION
    set -l tokens (__chatctl_tokens -p)
    if test -z "$(__chatctl_tokens -t)"
        set -l index (count (__chatctl_tokens -pc))
        set tokens $tokens[..$index] \'\' $tokens[(math $index + 1)..]
    end
    command $tokens[1] $argv $tokens
end

complete -c 'chatctl' -f
complete -c 'chatctl' -n '__chatctl_should_offer_completions_for_flags_or_options "chatctl" licenses' -l 'licenses' -d 'Show each part of the executable with its licence.'
complete -c 'chatctl' -n '__chatctl_should_offer_completions_for_flags_or_options "chatctl" version' -l 'version' -d 'Show the version.'
complete -c 'chatctl' -n '__chatctl_should_offer_completions_for_flags_or_options "chatctl" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'chatctl' -n '__chatctl_should_offer_completions_for_positional "chatctl" -eq 1' -fa 'serve' -d 'Run the chat room.'
complete -c 'chatctl' -n '__chatctl_should_offer_completions_for_positional "chatctl" -eq 1' -fa 'connect' -d 'Join a chat room.'
complete -c 'chatctl' -n '__chatctl_should_offer_completions_for_positional "chatctl" -eq 1' -fa 'admin' -d 'Steer the running server.'
complete -c 'chatctl' -n '__chatctl_should_offer_completions_for_positional "chatctl" -eq 1' -fa 'backup' -d 'Keep copies of a server\'s data; move it in and out.'
complete -c 'chatctl' -n '__chatctl_should_offer_completions_for_positional "chatctl" -eq 1' -fa 'log' -d 'Read the server\'s logs.'
complete -c 'chatctl' -n '__chatctl_should_offer_completions_for_positional "chatctl" -eq 1' -fa 'doctor' -d 'Check that a server\'s data and machine are well.'
complete -c 'chatctl' -n '__chatctl_should_offer_completions_for_positional "chatctl" -eq 1' -fa 'help' -d 'Show subcommand help information.'
complete -c 'chatctl' -n '__chatctl_should_offer_completions_for_flags_or_options "chatctl serve" config' -l 'config' -d 'A file of settings, key = value a line.' -rF
complete -c 'chatctl' -n '__chatctl_should_offer_completions_for_flags_or_options "chatctl serve" print-config' -l 'print-config' -d 'Print all settings, each with its value, where it comes from and what it means, and end.'
complete -c 'chatctl' -n '__chatctl_should_offer_completions_for_flags_or_options "chatctl serve" listen' -l 'listen' -d 'The address to listen on; all: those of this machine, IPv6 and IPv4.' -rfka ''
complete -c 'chatctl' -n '__chatctl_should_offer_completions_for_flags_or_options "chatctl serve" plaintext' -l 'plaintext' -d 'Do not encrypt. Clients have to say --plaintext too; passwords can be read on the way.'
complete -c 'chatctl' -n '__chatctl_should_offer_completions_for_flags_or_options "chatctl serve" cert' -l 'cert' -d 'A certificate in PEM form, with the chain up to its authority\'s, and its key if that has no file of its own; own: the one that the server makes. Read again on "chatctl admin reload" and SIGHUP, for new connections.' -rF
complete -c 'chatctl' -n '__chatctl_should_offer_completions_for_flags_or_options "chatctl serve" key' -l 'key' -d 'The certificate\'s private key in PEM form, without a passphrase. Not looked at where cert\'s file holds one, or is own.' -rF
complete -c 'chatctl' -n '__chatctl_should_offer_completions_for_flags_or_options "chatctl serve" max-file-size' -l 'max-file-size' -d 'The largest file that is taken.' -rfka ''
complete -c 'chatctl' -n '__chatctl_should_offer_completions_for_flags_or_options "chatctl serve" resume-grace' -l 'resume-grace' -d 'How long somebody whose connection was lost counts as online.' -rfka ''
complete -c 'chatctl' -n '__chatctl_should_offer_completions_for_flags_or_options "chatctl serve" keep-alive' -l 'keep-alive' -d 'After how long a silence a client sends a sign of life; after four times as long it counts as lost. Clients are told when they connect.' -rfka ''
complete -c 'chatctl' -n '__chatctl_should_offer_completions_for_flags_or_options "chatctl serve" password-min' -l 'password-min' -d 'The fewest characters of a new password; passwords that are there go on being right.' -rfka ''
complete -c 'chatctl' -n '__chatctl_should_offer_completions_for_flags_or_options "chatctl serve" check-password' -l 'check-password' -d 'A program that says whether a password is right, for people who have one elsewhere: its absolute path and arguments, divided at blanks; no shell. It reads a line with the name and one with the password, and ends with exit code 0 (right) or 1 (wrong); all else means that it can\'t tell now. While it is set, who registers gives the password that it knows, and nobody changes one here. none: passwords are kept here.' -rfka ''
complete -c 'chatctl' -n '__chatctl_should_offer_completions_for_flags_or_options "chatctl serve" check-password-creates' -l 'check-password-creates' -d 'Make an account at the first log-in with a name that nobody has, if check-password knows the password.'
complete -c 'chatctl' -n '__chatctl_should_offer_completions_for_flags_or_options "chatctl serve" check-password-time' -l 'check-password-time' -d 'How long the program of check-password may take; then it is killed, with all that it has started.' -rfka ''
complete -c 'chatctl' -n '__chatctl_should_offer_completions_for_flags_or_options "chatctl serve" password-threads' -l 'password-threads' -d 'How many passwords are checked at once, each on a thread; 0: half as many as there are processors.' -rfka ''
complete -c 'chatctl' -n '__chatctl_should_offer_completions_for_flags_or_options "chatctl serve" password-cost' -l 'password-cost' -d 'The work in a password check: scrypt\'s N is 2 to this power, 1 to 17.' -rfka ''
complete -c 'chatctl' -n '__chatctl_should_offer_completions_for_flags_or_options "chatctl serve" backup-every' -l 'backup-every' -d 'Make a backup this often, 1s at least; 0: only at the stop. The last 10 that were made by themselves are kept.' -rfka ''
complete -c 'chatctl' -n '__chatctl_should_offer_completions_for_flags_or_options "chatctl serve" log-max-size' -l 'log-max-size' -d 'The size at which a log is finished and a new one begun; 0 means never.' -rfka ''
complete -c 'chatctl' -n '__chatctl_should_offer_completions_for_flags_or_options "chatctl serve" log-keep' -l 'log-keep' -d 'How many finished logs are kept; 0 keeps all.' -rfka ''
complete -c 'chatctl' -n '__chatctl_should_offer_completions_for_flags_or_options "chatctl serve" log-bodies' -l 'log-bodies' -d 'Log what people write, too.'
complete -c 'chatctl' -n '__chatctl_should_offer_completions_for_flags_or_options "chatctl serve" no-console' -l 'no-console' -d 'Take no commands from standard input.'
complete -c 'chatctl' -n '__chatctl_should_offer_completions_for_flags_or_options "chatctl serve" registration' -l 'registration' -d 'Who may register. open: everybody; invited: who has a code of "chatctl admin invite"; closed: nobody.' -rfka ''
complete -c 'chatctl' -n '__chatctl_should_offer_completions_for_flags_or_options "chatctl serve" admin-group' -l 'admin-group' -d 'The group of this machine whose members may steer the room with "chatctl admin", as its own user and root may; none: nobody else.' -rfka ''
complete -c 'chatctl' -n '__chatctl_should_offer_completions_for_flags_or_options "chatctl serve" max-connections-per-address' -l 'max-connections-per-address' -d 'Connections of one address at once; more are refused. 0: no limit.' -rfka ''
complete -c 'chatctl' -n '__chatctl_should_offer_completions_for_flags_or_options "chatctl serve" max-unauthenticated' -l 'max-unauthenticated' -d 'Connections of all addresses that are not logged in; then the address with most of them gives way or is refused. 0: no limit.' -rfka ''
complete -c 'chatctl' -n '__chatctl_should_offer_completions_for_flags_or_options "chatctl serve" hello-time' -l 'hello-time' -d 'How long a new connection may take until its hello; then it is closed. 0: no limit.' -rfka ''
complete -c 'chatctl' -n '__chatctl_should_offer_completions_for_flags_or_options "chatctl serve" prompt-time' -l 'prompt-time' -d 'How long somebody at the log-in prompt may send nothing; then the connection is closed. 0: no limit.' -rfka ''
complete -c 'chatctl' -n '__chatctl_should_offer_completions_for_flags_or_options "chatctl serve" max-failed-log-ins' -l 'max-failed-log-ins' -d 'Failed log-ins of one address, over all names, before it has to wait. 0: no limit.' -rfka ''
complete -c 'chatctl' -n '__chatctl_should_offer_completions_for_flags_or_options "chatctl serve" failed-log-in-time' -l 'failed-log-in-time' -d 'The time in which all failed log-ins of an address are forgiven, one after the other.' -rfka ''
complete -c 'chatctl' -n '__chatctl_should_offer_completions_for_flags_or_options "chatctl serve" max-registrations-per-address' -l 'max-registrations-per-address' -d 'Accounts that are registered from one address in a day, those by invitation aside; more are refused. 0: no limit.' -rfka ''
complete -c 'chatctl' -n '__chatctl_should_offer_completions_for_flags_or_options "chatctl serve" max-password-backlog' -l 'max-password-backlog' -d 'Passwords of one address that wait for their check; more are refused as busy. 0: no limit.' -rfka ''
complete -c 'chatctl' -n '__chatctl_should_offer_completions_for_flags_or_options "chatctl serve" message-rate' -l 'message-rate' -d 'Messages and commands that one user may send; faster ones are read more slowly. 0: no limit.' -rfka ''
complete -c 'chatctl' -n '__chatctl_should_offer_completions_for_flags_or_options "chatctl serve" message-burst' -l 'message-burst' -d 'Messages and commands that one user may send at once before that rate counts.' -rfka ''
complete -c 'chatctl' -n '__chatctl_should_offer_completions_for_flags_or_options "chatctl serve" max-waiting-bytes-per-user' -l 'max-waiting-bytes-per-user' -d 'Bytes of files that one user has sent and that wait, uploads under way included. 0: no limit.' -rfka ''
complete -c 'chatctl' -n '__chatctl_should_offer_completions_for_flags_or_options "chatctl serve" max-waiting-bytes' -l 'max-waiting-bytes' -d 'Bytes of waiting files of all users together, uploads under way included. 0: no limit.' -rfka ''
complete -c 'chatctl' -n '__chatctl_should_offer_completions_for_flags_or_options "chatctl serve" max-files-per-user' -l 'max-files-per-user' -d 'Files that one user has sent and that wait, uploads under way included. 0: no limit.' -rfka ''
complete -c 'chatctl' -n '__chatctl_should_offer_completions_for_flags_or_options "chatctl serve" max-mailbox-messages' -l 'max-mailbox-messages' -d 'Undelivered messages to one user; then senders are refused. 0: no limit.' -rfka ''
complete -c 'chatctl' -n '__chatctl_should_offer_completions_for_flags_or_options "chatctl serve" max-mailbox-bytes' -l 'max-mailbox-bytes' -d 'Bytes of the undelivered messages to one user. 0: no limit.' -rfka ''
complete -c 'chatctl' -n '__chatctl_should_offer_completions_for_flags_or_options "chatctl serve" spare-descriptors' -l 'spare-descriptors' -d 'File descriptors that are kept free; a connection that would need one of them is refused. 0: no limit.' -rfka ''
complete -c 'chatctl' -n '__chatctl_should_offer_completions_for_flags_or_options "chatctl serve" data' -l 'data' -d 'The data directory.' -rfa '(__chatctl_complete_directories)'
complete -c 'chatctl' -n '__chatctl_should_offer_completions_for_flags_or_options "chatctl serve" version' -l 'version' -d 'Show the version.'
complete -c 'chatctl' -n '__chatctl_should_offer_completions_for_flags_or_options "chatctl serve" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'chatctl' -n '__chatctl_should_offer_completions_for_flags_or_options "chatctl connect" fingerprint' -l 'fingerprint' -d 'Take no other key than the one of this fingerprint, and remember it.' -rfka ''
complete -c 'chatctl' -n '__chatctl_should_offer_completions_for_flags_or_options "chatctl connect" strict' -l 'strict' -d 'Ask before a new key is trusted; without a terminal, refuse it.'
complete -c 'chatctl' -n '__chatctl_should_offer_completions_for_flags_or_options "chatctl connect" plaintext' -l 'plaintext' -d 'Do not encrypt, as the server was started with --plaintext: everybody on the way can read passwords.'
complete -c 'chatctl' -n '__chatctl_should_offer_completions_for_flags_or_options "chatctl connect" retry-for' -l 'retry-for' -d 'How long to try to come back when the connection is lost; 0: end at once, exit code 69.' -rfka ''
complete -c 'chatctl' -n '__chatctl_should_offer_completions_for_flags_or_options "chatctl connect" reconnect' -l 'reconnect' -d 'Come back in a pipe too, where a lost connection is the end otherwise. What had no answer is sent again, and stored once.'
complete -c 'chatctl' -n '__chatctl_should_offer_completions_for_flags_or_options "chatctl connect" timestamps' -l 'timestamps' -d 'Show before each message when it was written. Off by default.'
complete -c 'chatctl' -n '__chatctl_should_offer_completions_for_flags_or_options "chatctl connect" no-timestamps' -l 'no-timestamps' -d 'Show before each message when it was written. Off by default.'
complete -c 'chatctl' -n '__chatctl_should_offer_completions_for_flags_or_options "chatctl connect" color' -l 'color' -d 'Give people colours: auto (the default: on a terminal, unless NO_COLOR is set), always or never.' -rfka 'auto always never'
complete -c 'chatctl' -n '__chatctl_should_offer_completions_for_flags_or_options "chatctl connect" bell' -l 'bell' -d 'Ring the terminal\'s bell: off (the default), private (for messages to you alone), mention (for those that mention your name too) or all.' -rfka 'off private mention all'
complete -c 'chatctl' -n '__chatctl_should_offer_completions_for_flags_or_options "chatctl connect" user' -l 'user' -d 'Log in with this name.' -rfka ''
complete -c 'chatctl' -n '__chatctl_should_offer_completions_for_flags_or_options "chatctl connect" password-file' -l 'password-file' -d 'Log in with the password in this file; - takes the first line of standard input.' -rF
complete -c 'chatctl' -n '__chatctl_should_offer_completions_for_flags_or_options "chatctl connect"' -l 'to' -d 'Send each line of standard input to this person; repeat it for more people.' -rfka ''
complete -c 'chatctl' -n '__chatctl_should_offer_completions_for_flags_or_options "chatctl connect" broadcast' -l 'broadcast' -d 'Send each line of standard input to everybody.'
complete -c 'chatctl' -n '__chatctl_should_offer_completions_for_flags_or_options "chatctl connect" whole' -l 'whole' -d 'Make one message of all lines, cut into several at the end of a line where it is too long for one.'
complete -c 'chatctl' -n '__chatctl_should_offer_completions_for_flags_or_options "chatctl connect" wait-delivered' -l 'wait-delivered' -d 'Wait until those people have been shown everything, not only until it is stored.'
complete -c 'chatctl' -n '__chatctl_should_offer_completions_for_flags_or_options "chatctl connect" expect' -l 'expect' -d 'Wait for a message with a line that matches, after everything is sent, print that line and end.' -rfka ''
complete -c 'chatctl' -n '__chatctl_should_offer_completions_for_flags_or_options "chatctl connect" from' -l 'from' -d 'Let only messages of this person match.' -rfka ''
complete -c 'chatctl' -n '__chatctl_should_offer_completions_for_flags_or_options "chatctl connect" timeout' -l 'timeout' -d 'Wait no longer than this once everything is sent, and end with 1: a number with s, m, h or d, such as 90s, 5m, 1h or 2d.' -rfka ''
complete -c 'chatctl' -n '__chatctl_should_offer_completions_for_flags_or_options "chatctl connect" json' -l 'json' -d 'Write each event as one line of JSON, and take one request in JSON a line.'
complete -c 'chatctl' -n '__chatctl_should_offer_completions_for_flags_or_options "chatctl connect" stay' -l 'stay' -d 'With --json: stay when standard input has ended, until a signal comes.'
complete -c 'chatctl' -n '__chatctl_should_offer_completions_for_flags_or_options "chatctl connect" no-history' -l 'no-history' -d 'Skip what was missed before the log-in: it is neither shown nor does it come again.'
complete -c 'chatctl' -n '__chatctl_should_offer_completions_for_flags_or_options "chatctl connect" version' -l 'version' -d 'Show the version.'
complete -c 'chatctl' -n '__chatctl_should_offer_completions_for_flags_or_options "chatctl connect" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'chatctl' -n '__chatctl_should_offer_completions_for_positional "chatctl admin" -ge 1' -fka '(__chatctl_custom_completion ---completion admin -- positional@0 (count (__chatctl_tokens -pc)) (__chatctl_tokens -tC))'
complete -c 'chatctl' -n '__chatctl_should_offer_completions_for_flags_or_options "chatctl admin" json' -l 'json' -d 'Print one JSON object for each answer.'
complete -c 'chatctl' -n '__chatctl_should_offer_completions_for_flags_or_options "chatctl admin" keep-going' -l 'keep-going' -d 'Go on with the next command after one that was refused.'
complete -c 'chatctl' -n '__chatctl_should_offer_completions_for_flags_or_options "chatctl admin" data' -l 'data' -d 'The data directory.' -rfa '(__chatctl_complete_directories)'
complete -c 'chatctl' -n '__chatctl_should_offer_completions_for_flags_or_options "chatctl admin" version' -l 'version' -d 'Show the version.'
complete -c 'chatctl' -n '__chatctl_should_offer_completions_for_flags_or_options "chatctl admin" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'chatctl' -n '__chatctl_should_offer_completions_for_flags_or_options "chatctl backup" version' -l 'version' -d 'Show the version.'
complete -c 'chatctl' -n '__chatctl_should_offer_completions_for_flags_or_options "chatctl backup" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'chatctl' -n '__chatctl_should_offer_completions_for_positional "chatctl backup" -eq 1' -fa 'create' -d 'Make a backup, while the server runs or not.'
complete -c 'chatctl' -n '__chatctl_should_offer_completions_for_positional "chatctl backup" -eq 1' -fa 'list' -d 'List the backups, the newest first.'
complete -c 'chatctl' -n '__chatctl_should_offer_completions_for_positional "chatctl backup" -eq 1' -fa 'verify' -d 'Check a backup as a restore would, without restoring it.'
complete -c 'chatctl' -n '__chatctl_should_offer_completions_for_positional "chatctl backup" -eq 1' -fa 'restore' -d 'Put a backup in the place of a stopped server\'s data.'
complete -c 'chatctl' -n '__chatctl_should_offer_completions_for_positional "chatctl backup" -eq 1' -fa 'import' -d 'Import the six text files of the original system.'
complete -c 'chatctl' -n '__chatctl_should_offer_completions_for_positional "chatctl backup" -eq 1' -fa 'export' -d 'Write the state as the six text files of the original system.'
complete -c 'chatctl' -n '__chatctl_should_offer_completions_for_flags_or_options "chatctl backup create" no-files' -l 'no-files' -d 'Leave out the bytes of waiting files.'
complete -c 'chatctl' -n '__chatctl_should_offer_completions_for_flags_or_options "chatctl backup create" json' -l 'json' -d 'Print one JSON object.'
complete -c 'chatctl' -n '__chatctl_should_offer_completions_for_flags_or_options "chatctl backup create" data' -l 'data' -d 'The data directory.' -rfa '(__chatctl_complete_directories)'
complete -c 'chatctl' -n '__chatctl_should_offer_completions_for_flags_or_options "chatctl backup create" version' -l 'version' -d 'Show the version.'
complete -c 'chatctl' -n '__chatctl_should_offer_completions_for_flags_or_options "chatctl backup create" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'chatctl' -n '__chatctl_should_offer_completions_for_flags_or_options "chatctl backup list" json' -l 'json' -d 'Print one JSON object a backup.'
complete -c 'chatctl' -n '__chatctl_should_offer_completions_for_flags_or_options "chatctl backup list" data' -l 'data' -d 'The data directory.' -rfa '(__chatctl_complete_directories)'
complete -c 'chatctl' -n '__chatctl_should_offer_completions_for_flags_or_options "chatctl backup list" version' -l 'version' -d 'Show the version.'
complete -c 'chatctl' -n '__chatctl_should_offer_completions_for_flags_or_options "chatctl backup list" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'chatctl' -n '__chatctl_should_offer_completions_for_positional "chatctl backup verify" -eq 1' -fka '(__chatctl_custom_completion ---completion backup verify -- positional@0 (count (__chatctl_tokens -pc)) (__chatctl_tokens -tC))'
complete -c 'chatctl' -n '__chatctl_should_offer_completions_for_flags_or_options "chatctl backup verify" json' -l 'json' -d 'Print one JSON object.'
complete -c 'chatctl' -n '__chatctl_should_offer_completions_for_flags_or_options "chatctl backup verify" data' -l 'data' -d 'The data directory.' -rfa '(__chatctl_complete_directories)'
complete -c 'chatctl' -n '__chatctl_should_offer_completions_for_flags_or_options "chatctl backup verify" version' -l 'version' -d 'Show the version.'
complete -c 'chatctl' -n '__chatctl_should_offer_completions_for_flags_or_options "chatctl backup verify" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'chatctl' -n '__chatctl_should_offer_completions_for_positional "chatctl backup restore" -eq 1' -fka '(__chatctl_custom_completion ---completion backup restore -- positional@0 (count (__chatctl_tokens -pc)) (__chatctl_tokens -tC))'
complete -c 'chatctl' -n '__chatctl_should_offer_completions_for_flags_or_options "chatctl backup restore" yes' -l 'yes' -d 'Do not ask.'
complete -c 'chatctl' -n '__chatctl_should_offer_completions_for_flags_or_options "chatctl backup restore" json' -l 'json' -d 'Print one JSON object.'
complete -c 'chatctl' -n '__chatctl_should_offer_completions_for_flags_or_options "chatctl backup restore" data' -l 'data' -d 'The data directory.' -rfa '(__chatctl_complete_directories)'
complete -c 'chatctl' -n '__chatctl_should_offer_completions_for_flags_or_options "chatctl backup restore" version' -l 'version' -d 'Show the version.'
complete -c 'chatctl' -n '__chatctl_should_offer_completions_for_flags_or_options "chatctl backup restore" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'chatctl' -n '__chatctl_should_offer_completions_for_positional "chatctl backup import" -eq 1' -fa '(__chatctl_complete_directories)'
complete -c 'chatctl' -n '__chatctl_should_offer_completions_for_flags_or_options "chatctl backup import" merge' -l 'merge' -d 'Keep our accounts where a name exists on both sides.'
complete -c 'chatctl' -n '__chatctl_should_offer_completions_for_flags_or_options "chatctl backup import" replace' -l 'replace' -d 'Take their accounts where a name exists on both sides.'
complete -c 'chatctl' -n '__chatctl_should_offer_completions_for_flags_or_options "chatctl backup import" yes' -l 'yes' -d 'Do not ask before --replace.'
complete -c 'chatctl' -n '__chatctl_should_offer_completions_for_flags_or_options "chatctl backup import" password-cost' -l 'password-cost' -d 'The work in a password check: scrypt\'s N is 2 to this power, 1 to 17.' -rfka ''
complete -c 'chatctl' -n '__chatctl_should_offer_completions_for_flags_or_options "chatctl backup import" json' -l 'json' -d 'Print one JSON object.'
complete -c 'chatctl' -n '__chatctl_should_offer_completions_for_flags_or_options "chatctl backup import" data' -l 'data' -d 'The data directory.' -rfa '(__chatctl_complete_directories)'
complete -c 'chatctl' -n '__chatctl_should_offer_completions_for_flags_or_options "chatctl backup import" version' -l 'version' -d 'Show the version.'
complete -c 'chatctl' -n '__chatctl_should_offer_completions_for_flags_or_options "chatctl backup import" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'chatctl' -n '__chatctl_should_offer_completions_for_positional "chatctl backup export" -eq 1' -fa '(__chatctl_complete_directories)'
complete -c 'chatctl' -n '__chatctl_should_offer_completions_for_flags_or_options "chatctl backup export" no-files' -l 'no-files' -d 'Leave out the bytes of waiting files.'
complete -c 'chatctl' -n '__chatctl_should_offer_completions_for_flags_or_options "chatctl backup export" json' -l 'json' -d 'Print one JSON object.'
complete -c 'chatctl' -n '__chatctl_should_offer_completions_for_flags_or_options "chatctl backup export" data' -l 'data' -d 'The data directory.' -rfa '(__chatctl_complete_directories)'
complete -c 'chatctl' -n '__chatctl_should_offer_completions_for_flags_or_options "chatctl backup export" version' -l 'version' -d 'Show the version.'
complete -c 'chatctl' -n '__chatctl_should_offer_completions_for_flags_or_options "chatctl backup export" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'chatctl' -n '__chatctl_should_offer_completions_for_flags_or_options "chatctl log" version' -l 'version' -d 'Show the version.'
complete -c 'chatctl' -n '__chatctl_should_offer_completions_for_flags_or_options "chatctl log" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'chatctl' -n '__chatctl_should_offer_completions_for_positional "chatctl log" -eq 1' -fa 'tail' -d 'Show the end of the newest log.'
complete -c 'chatctl' -n '__chatctl_should_offer_completions_for_positional "chatctl log" -eq 1' -fa 'list' -d 'List the logs, the newest first.'
complete -c 'chatctl' -n '__chatctl_should_offer_completions_for_positional "chatctl log" -eq 1' -fa 'show' -d 'Show a whole log.'
complete -c 'chatctl' -n '__chatctl_should_offer_completions_for_positional "chatctl log" -eq 1' -fa 'search' -d 'Find lines in all logs.'
complete -c 'chatctl' -n '__chatctl_should_offer_completions_for_positional "chatctl log" -eq 1' -fa 'stats' -d 'Count log-ins, messages, transfers and failures.'
complete -c 'chatctl' -n '__chatctl_should_offer_completions_for_positional "chatctl log" -eq 1' -fa 'explain' -d 'Tell why somebody can\'t log in.'
complete -c 'chatctl' -n '__chatctl_should_offer_completions_for_positional "chatctl log" -eq 1' -fa 'events' -d 'List the kinds of lines that a log has.'
complete -c 'chatctl' -n '__chatctl_should_offer_completions_for_flags_or_options "chatctl log tail" lines n' -s 'n' -l 'lines' -d 'How many lines.' -rfka ''
complete -c 'chatctl' -n '__chatctl_should_offer_completions_for_flags_or_options "chatctl log tail" f follow' -l 'follow' -s 'f' -d 'Go on with new lines as they are written.'
complete -c 'chatctl' -n '__chatctl_should_offer_completions_for_flags_or_options "chatctl log tail" json' -l 'json' -d 'Print JSON, one object a line; lines of a log as they stand there.'
complete -c 'chatctl' -n '__chatctl_should_offer_completions_for_flags_or_options "chatctl log tail" data' -l 'data' -d 'The data directory.' -rfa '(__chatctl_complete_directories)'
complete -c 'chatctl' -n '__chatctl_should_offer_completions_for_flags_or_options "chatctl log tail" version' -l 'version' -d 'Show the version.'
complete -c 'chatctl' -n '__chatctl_should_offer_completions_for_flags_or_options "chatctl log tail" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'chatctl' -n '__chatctl_should_offer_completions_for_flags_or_options "chatctl log list" json' -l 'json' -d 'Print JSON, one object a line; lines of a log as they stand there.'
complete -c 'chatctl' -n '__chatctl_should_offer_completions_for_flags_or_options "chatctl log list" data' -l 'data' -d 'The data directory.' -rfa '(__chatctl_complete_directories)'
complete -c 'chatctl' -n '__chatctl_should_offer_completions_for_flags_or_options "chatctl log list" version' -l 'version' -d 'Show the version.'
complete -c 'chatctl' -n '__chatctl_should_offer_completions_for_flags_or_options "chatctl log list" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'chatctl' -n '__chatctl_should_offer_completions_for_positional "chatctl log show" -eq 1' -fka '(__chatctl_custom_completion ---completion log show -- positional@0 (count (__chatctl_tokens -pc)) (__chatctl_tokens -tC))'
complete -c 'chatctl' -n '__chatctl_should_offer_completions_for_flags_or_options "chatctl log show" json' -l 'json' -d 'Print JSON, one object a line; lines of a log as they stand there.'
complete -c 'chatctl' -n '__chatctl_should_offer_completions_for_flags_or_options "chatctl log show" data' -l 'data' -d 'The data directory.' -rfa '(__chatctl_complete_directories)'
complete -c 'chatctl' -n '__chatctl_should_offer_completions_for_flags_or_options "chatctl log show" version' -l 'version' -d 'Show the version.'
complete -c 'chatctl' -n '__chatctl_should_offer_completions_for_flags_or_options "chatctl log show" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'chatctl' -n '__chatctl_should_offer_completions_for_flags_or_options "chatctl log search" user' -l 'user' -d 'Lines that concern this person.' -rfka '(__chatctl_custom_completion ---completion log search -- --user (count (__chatctl_tokens -pc)) (__chatctl_tokens -tC))'
complete -c 'chatctl' -n '__chatctl_should_offer_completions_for_flags_or_options "chatctl log search"' -l 'event' -d 'Lines of this event, as `chatctl log events` lists them; may be given several times.' -rfka 'start stop stranger strangers-left-out connect disconnect connects-left-out refused-full connection-refused connections-left-out log-in log-in-failed log-in-blocked log-in-refused log-ins-left-out log-out connection-lost register de-register password-changed command commands-left-out file-stored file-fetched file-declined transfer-failed admin reload reload-error certificate certificate-error certificate-ends read-only writable disk-silent disk-answers store-error sync-error backup backup-error accept-error lines-lost'
complete -c 'chatctl' -n '__chatctl_should_offer_completions_for_flags_or_options "chatctl log search" address' -l 'address' -d 'Lines about this address.' -rfka ''
complete -c 'chatctl' -n '__chatctl_should_offer_completions_for_flags_or_options "chatctl log search" since' -l 'since' -d 'Nothing earlier: a time like 2014-03-04 21:00, 2014-03-04T21:00:00+01:00, 2014-03-04 or 21:00 (of today), or how long ago it was, like 30s, 30m, 2h, 3d, 1w or 1h30m.' -rfka ''
complete -c 'chatctl' -n '__chatctl_should_offer_completions_for_flags_or_options "chatctl log search" until' -l 'until' -d 'Nothing later; as --since. A day means its first moment.' -rfka ''
complete -c 'chatctl' -n '__chatctl_should_offer_completions_for_flags_or_options "chatctl log search" json' -l 'json' -d 'Print JSON, one object a line; lines of a log as they stand there.'
complete -c 'chatctl' -n '__chatctl_should_offer_completions_for_flags_or_options "chatctl log search" data' -l 'data' -d 'The data directory.' -rfa '(__chatctl_complete_directories)'
complete -c 'chatctl' -n '__chatctl_should_offer_completions_for_flags_or_options "chatctl log search" version' -l 'version' -d 'Show the version.'
complete -c 'chatctl' -n '__chatctl_should_offer_completions_for_flags_or_options "chatctl log search" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'chatctl' -n '__chatctl_should_offer_completions_for_flags_or_options "chatctl log stats" by' -l 'by' -d 'What to count by: hour or user.' -rfka 'hour user'
complete -c 'chatctl' -n '__chatctl_should_offer_completions_for_flags_or_options "chatctl log stats" since' -l 'since' -d 'Nothing earlier: a time like 2014-03-04 21:00, 2014-03-04T21:00:00+01:00, 2014-03-04 or 21:00 (of today), or how long ago it was, like 30s, 30m, 2h, 3d, 1w or 1h30m.' -rfka ''
complete -c 'chatctl' -n '__chatctl_should_offer_completions_for_flags_or_options "chatctl log stats" until' -l 'until' -d 'Nothing later; as --since. A day means its first moment.' -rfka ''
complete -c 'chatctl' -n '__chatctl_should_offer_completions_for_flags_or_options "chatctl log stats" json' -l 'json' -d 'Print JSON, one object a line; lines of a log as they stand there.'
complete -c 'chatctl' -n '__chatctl_should_offer_completions_for_flags_or_options "chatctl log stats" data' -l 'data' -d 'The data directory.' -rfa '(__chatctl_complete_directories)'
complete -c 'chatctl' -n '__chatctl_should_offer_completions_for_flags_or_options "chatctl log stats" version' -l 'version' -d 'Show the version.'
complete -c 'chatctl' -n '__chatctl_should_offer_completions_for_flags_or_options "chatctl log stats" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'chatctl' -n '__chatctl_should_offer_completions_for_positional "chatctl log explain" -eq 1' -fka '(__chatctl_custom_completion ---completion log explain -- positional@0 (count (__chatctl_tokens -pc)) (__chatctl_tokens -tC))'
complete -c 'chatctl' -n '__chatctl_should_offer_completions_for_flags_or_options "chatctl log explain" json' -l 'json' -d 'Print JSON, one object a line; lines of a log as they stand there.'
complete -c 'chatctl' -n '__chatctl_should_offer_completions_for_flags_or_options "chatctl log explain" data' -l 'data' -d 'The data directory.' -rfa '(__chatctl_complete_directories)'
complete -c 'chatctl' -n '__chatctl_should_offer_completions_for_flags_or_options "chatctl log explain" version' -l 'version' -d 'Show the version.'
complete -c 'chatctl' -n '__chatctl_should_offer_completions_for_flags_or_options "chatctl log explain" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'chatctl' -n '__chatctl_should_offer_completions_for_flags_or_options "chatctl log events" json' -l 'json' -d 'Print JSON, one object a line; lines of a log as they stand there.'
complete -c 'chatctl' -n '__chatctl_should_offer_completions_for_flags_or_options "chatctl log events" version' -l 'version' -d 'Show the version.'
complete -c 'chatctl' -n '__chatctl_should_offer_completions_for_flags_or_options "chatctl log events" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'chatctl' -n '__chatctl_should_offer_completions_for_flags_or_options "chatctl doctor" thorough' -l 'thorough' -d 'Check the entries of the store\'s indexes too, which takes much longer.'
complete -c 'chatctl' -n '__chatctl_should_offer_completions_for_flags_or_options "chatctl doctor" json' -l 'json' -d 'Print one JSON object for each line.'
complete -c 'chatctl' -n '__chatctl_should_offer_completions_for_flags_or_options "chatctl doctor" data' -l 'data' -d 'The data directory.' -rfa '(__chatctl_complete_directories)'
complete -c 'chatctl' -n '__chatctl_should_offer_completions_for_flags_or_options "chatctl doctor" version' -l 'version' -d 'Show the version.'
complete -c 'chatctl' -n '__chatctl_should_offer_completions_for_flags_or_options "chatctl doctor" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'chatctl' -n '__chatctl_should_offer_completions_for_flags_or_options "chatctl help" version' -l 'version' -d 'Show the version.'
