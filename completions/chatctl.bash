#!/bin/bash

__chatctl_cursor_index_in_current_word() {
    local remaining="${COMP_LINE}"

    local word
    for word in "${COMP_WORDS[@]::COMP_CWORD}"; do
        remaining="${remaining##*([[:space:]])"${word}"*([[:space:]])}"
    done

    local -ir index="$((COMP_POINT - ${#COMP_LINE} + ${#remaining}))"
    if [[ "${index}" -le 0 ]]; then
        printf 0
    else
        printf %s "${index}"
    fi
}

# positional arguments:
#
# - 1: the current (sub)command's count of positional arguments
#
# required variables:
#
# - repeating_flags: the repeating flags that the current (sub)command can accept
# - non_repeating_flags: the non-repeating flags that the current (sub)command can accept
# - repeating_options: the repeating options that the current (sub)command can accept
# - non_repeating_options: the non-repeating options that the current (sub)command can accept
# - positional_number: value ignored
# - unparsed_words: unparsed words from the current command line
#
# modified variables:
#
# - non_repeating_flags: remove flags for this (sub)command that are already on the command line
# - non_repeating_options: remove options for this (sub)command that are already on the command line
# - positional_number: set to the current positional number
# - unparsed_words: remove all flags, options, and option values for this (sub)command
__chatctl_offer_flags_options() {
    local -ir positional_count="${1}"
    positional_number=0

    local was_flag_option_terminator_seen=false
    local is_parsing_option_value=false

    local -ar unparsed_word_indices=("${!unparsed_words[@]}")
    local -i word_index
    for word_index in "${unparsed_word_indices[@]}"; do
        if "${is_parsing_option_value}"; then
            # This word is an option value:
            # Reset marker for next word iff not currently the last word
            [[ "${word_index}" -ne "${unparsed_word_indices[${#unparsed_word_indices[@]} - 1]}" ]] && is_parsing_option_value=false
            unset "unparsed_words[${word_index}]"
            # Do not process this word as a flag or an option
            continue
        fi

        local word="${unparsed_words["${word_index}"]}"
        if ! "${was_flag_option_terminator_seen}"; then
            case "${word}" in
            --)
                unset "unparsed_words[${word_index}]"
                # by itself -- is a flag/option terminator, but if it is the last word, it is the start of a completion
                if [[ "${word_index}" -ne "${unparsed_word_indices[${#unparsed_word_indices[@]} - 1]}" ]]; then
                    was_flag_option_terminator_seen=true
                fi
                continue
                ;;
            -*)
                # ${word} is a flag or an option
                # If ${word} is an option, mark that the next word to be parsed is an option value
                local option
                for option in "${repeating_options[@]}" "${non_repeating_options[@]}"; do
                    [[ "${word}" = "${option}" ]] && is_parsing_option_value=true && break
                done

                # Remove ${word} from ${non_repeating_flags} or ${non_repeating_options} so it isn't offered again
                local not_found=true
                local -i index
                for index in "${!non_repeating_flags[@]}"; do
                    if [[ "${non_repeating_flags[${index}]}" = "${word}" ]]; then
                        unset "non_repeating_flags[${index}]"
                        non_repeating_flags=("${non_repeating_flags[@]}")
                        not_found=false
                        break
                    fi
                done
                if "${not_found}"; then
                    for index in "${!non_repeating_flags[@]}"; do
                        if [[ "${non_repeating_flags[${index}]}" = "${word}" ]]; then
                            unset "non_repeating_flags[${index}]"
                            non_repeating_flags=("${non_repeating_flags[@]}")
                            break
                        fi
                    done
                fi
                unset "unparsed_words[${word_index}]"
                continue
                ;;
            esac
        fi

        # ${word} is neither a flag, nor an option, nor an option value
        if [[ "${positional_number}" -lt "${positional_count}" || "${positional_count}" -lt 0 ]]; then
            # ${word} is a positional
            ((positional_number++))
            unset "unparsed_words[${word_index}]"
        else
            if [[ -z "${word}" ]]; then
                # Could be completing a flag, option, or subcommand
                positional_number=-1
            else
                # ${word} is a subcommand or invalid, so stop processing this (sub)command
                positional_number=-2
            fi
            break
        fi
    done

    unparsed_words=("${unparsed_words[@]}")

    if\
        ! "${was_flag_option_terminator_seen}"\
        && ! "${is_parsing_option_value}"\
        && [[ ("${cur}" = -* && "${positional_number}" -ge 0) || "${positional_number}" -eq -1 ]]
    then
        COMPREPLY+=($(compgen -W "${repeating_flags[*]} ${non_repeating_flags[*]} ${repeating_options[*]} ${non_repeating_options[*]}" -- "${cur}"))
    fi
}

__chatctl_add_completions() {
    local completion
    while IFS='' read -r completion; do
        COMPREPLY+=("${completion}")
    done < <(IFS=$'\n' compgen "${@}" -- "${cur}")
}

__chatctl_custom_complete() {
    if [[ -n "${cur}" || -z ${COMP_WORDS[${COMP_CWORD}]} || "${COMP_LINE:${COMP_POINT}:1}" != ' ' ]]; then
        local -ar words=("${COMP_WORDS[@]}")
    else
        local -ar words=("${COMP_WORDS[@]::${COMP_CWORD}}" '' "${COMP_WORDS[@]:${COMP_CWORD}}")
    fi

    "${COMP_WORDS[0]}" "${@}" "${words[@]}"
}

_chatctl() {
    local state
    state="$(shopt -p;shopt -po)"
    trap "${state//$'\n'/;}" RETURN
    shopt -s extglob
    set +o history +o posix

    local -xr SAP_SHELL=bash
    local -x SAP_SHELL_VERSION
    SAP_SHELL_VERSION="$(IFS='.';printf %s "${BASH_VERSINFO[*]}")"
    local -r SAP_SHELL_VERSION

    local -r cur="${2}"
    local -r prev="${3}"

    local -i positional_number
    local -a unparsed_words=("${COMP_WORDS[@]:1:${COMP_CWORD}}")

    local -a repeating_flags=()
    local -a non_repeating_flags=(--licenses --version -h --help)
    local -a repeating_options=()
    local -a non_repeating_options=()
    __chatctl_offer_flags_options 0

    # Offer subcommand / subcommand argument completions
    local -r subcommand="${unparsed_words[0]}"
    unset 'unparsed_words[0]'
    unparsed_words=("${unparsed_words[@]}")
    case "${subcommand}" in
    serve|connect|admin|backup|log|doctor|help)
        # Offer subcommand argument completions
        "_chatctl_${subcommand}"
        ;;
    *)
        # Offer subcommand completions
        COMPREPLY+=($(compgen -W 'serve connect admin backup log doctor help' -- "${cur}"))
        ;;
    esac
}

_chatctl_serve() {
    repeating_flags=()
    non_repeating_flags=(--print-config --plaintext --check-password-creates --log-bodies --no-console --version -h --help)
    repeating_options=()
    non_repeating_options=(--config --listen --cert --key --max-file-size --resume-grace --keep-alive --password-min --check-password --check-password-time --password-threads --password-cost --backup-every --log-max-size --log-keep --registration --admin-group --max-connections-per-address --max-unauthenticated --hello-time --prompt-time --max-failed-log-ins --failed-log-in-time --max-registrations-per-address --max-password-backlog --message-rate --message-burst --max-waiting-bytes-per-user --max-waiting-bytes --max-files-per-user --max-mailbox-messages --max-mailbox-bytes --spare-descriptors --data)
    __chatctl_offer_flags_options 1

    # Offer option value completions
    case "${prev}" in
    '--config')
        __chatctl_add_completions -f
        return
        ;;
    '--listen')
        return
        ;;
    '--cert')
        __chatctl_add_completions -f
        return
        ;;
    '--key')
        __chatctl_add_completions -f
        return
        ;;
    '--max-file-size')
        return
        ;;
    '--resume-grace')
        return
        ;;
    '--keep-alive')
        return
        ;;
    '--password-min')
        return
        ;;
    '--check-password')
        return
        ;;
    '--check-password-time')
        return
        ;;
    '--password-threads')
        return
        ;;
    '--password-cost')
        return
        ;;
    '--backup-every')
        return
        ;;
    '--log-max-size')
        return
        ;;
    '--log-keep')
        return
        ;;
    '--registration')
        return
        ;;
    '--admin-group')
        return
        ;;
    '--max-connections-per-address')
        return
        ;;
    '--max-unauthenticated')
        return
        ;;
    '--hello-time')
        return
        ;;
    '--prompt-time')
        return
        ;;
    '--max-failed-log-ins')
        return
        ;;
    '--failed-log-in-time')
        return
        ;;
    '--max-registrations-per-address')
        return
        ;;
    '--max-password-backlog')
        return
        ;;
    '--message-rate')
        return
        ;;
    '--message-burst')
        return
        ;;
    '--max-waiting-bytes-per-user')
        return
        ;;
    '--max-waiting-bytes')
        return
        ;;
    '--max-files-per-user')
        return
        ;;
    '--max-mailbox-messages')
        return
        ;;
    '--max-mailbox-bytes')
        return
        ;;
    '--spare-descriptors')
        return
        ;;
    '--data')
        __chatctl_add_completions -d
        return
        ;;
    esac
}

_chatctl_connect() {
    repeating_flags=()
    non_repeating_flags=(--strict --plaintext --reconnect --timestamps --no-timestamps --broadcast --whole --wait-delivered --json --stay --no-history --version -h --help)
    repeating_options=(--to)
    non_repeating_options=(--fingerprint --retry-for --color --bell --user --password-file --expect --from --timeout)
    __chatctl_offer_flags_options 2

    # Offer option value completions
    case "${prev}" in
    '--fingerprint')
        return
        ;;
    '--retry-for')
        return
        ;;
    '--color')
        __chatctl_add_completions -W 'auto'$'\n''always'$'\n''never'
        return
        ;;
    '--bell')
        __chatctl_add_completions -W 'off'$'\n''private'$'\n''mention'$'\n''all'
        return
        ;;
    '--user')
        return
        ;;
    '--password-file')
        __chatctl_add_completions -f
        return
        ;;
    '--to')
        return
        ;;
    '--expect')
        return
        ;;
    '--from')
        return
        ;;
    '--timeout')
        return
        ;;
    esac
}

_chatctl_admin() {
    repeating_flags=()
    non_repeating_flags=(--json --keep-going --version -h --help)
    repeating_options=()
    non_repeating_options=(--data)
    __chatctl_offer_flags_options -1

    # Offer option value completions
    case "${prev}" in
    '--data')
        __chatctl_add_completions -d
        return
        ;;
    esac

    # Offer positional completions
    case "${positional_number}" in
    *)
        __chatctl_add_completions -W "$(__chatctl_custom_complete ---completion admin -- positional@0 "${COMP_CWORD}" "$(__chatctl_cursor_index_in_current_word)")"
        return
        ;;
    esac
}

_chatctl_backup() {
    repeating_flags=()
    non_repeating_flags=(--version -h --help)
    repeating_options=()
    non_repeating_options=()
    __chatctl_offer_flags_options 0

    # Offer subcommand / subcommand argument completions
    local -r subcommand="${unparsed_words[0]}"
    unset 'unparsed_words[0]'
    unparsed_words=("${unparsed_words[@]}")
    case "${subcommand}" in
    create|list|verify|restore|import|export)
        # Offer subcommand argument completions
        "_chatctl_backup_${subcommand}"
        ;;
    *)
        # Offer subcommand completions
        COMPREPLY+=($(compgen -W 'create list verify restore import export' -- "${cur}"))
        ;;
    esac
}

_chatctl_backup_create() {
    repeating_flags=()
    non_repeating_flags=(--no-files --json --version -h --help)
    repeating_options=()
    non_repeating_options=(--data)
    __chatctl_offer_flags_options 0

    # Offer option value completions
    case "${prev}" in
    '--data')
        __chatctl_add_completions -d
        return
        ;;
    esac
}

_chatctl_backup_list() {
    repeating_flags=()
    non_repeating_flags=(--json --version -h --help)
    repeating_options=()
    non_repeating_options=(--data)
    __chatctl_offer_flags_options 0

    # Offer option value completions
    case "${prev}" in
    '--data')
        __chatctl_add_completions -d
        return
        ;;
    esac
}

_chatctl_backup_verify() {
    repeating_flags=()
    non_repeating_flags=(--json --version -h --help)
    repeating_options=()
    non_repeating_options=(--data)
    __chatctl_offer_flags_options 1

    # Offer option value completions
    case "${prev}" in
    '--data')
        __chatctl_add_completions -d
        return
        ;;
    esac

    # Offer positional completions
    case "${positional_number}" in
    1)
        __chatctl_add_completions -W "$(__chatctl_custom_complete ---completion backup verify -- positional@0 "${COMP_CWORD}" "$(__chatctl_cursor_index_in_current_word)")"
        return
        ;;
    esac
}

_chatctl_backup_restore() {
    repeating_flags=()
    non_repeating_flags=(--yes --json --version -h --help)
    repeating_options=()
    non_repeating_options=(--data)
    __chatctl_offer_flags_options 1

    # Offer option value completions
    case "${prev}" in
    '--data')
        __chatctl_add_completions -d
        return
        ;;
    esac

    # Offer positional completions
    case "${positional_number}" in
    1)
        __chatctl_add_completions -W "$(__chatctl_custom_complete ---completion backup restore -- positional@0 "${COMP_CWORD}" "$(__chatctl_cursor_index_in_current_word)")"
        return
        ;;
    esac
}

_chatctl_backup_import() {
    repeating_flags=()
    non_repeating_flags=(--merge --replace --yes --json --version -h --help)
    repeating_options=()
    non_repeating_options=(--password-cost --data)
    __chatctl_offer_flags_options 1

    # Offer option value completions
    case "${prev}" in
    '--password-cost')
        return
        ;;
    '--data')
        __chatctl_add_completions -d
        return
        ;;
    esac

    # Offer positional completions
    case "${positional_number}" in
    1)
        __chatctl_add_completions -d
        return
        ;;
    esac
}

_chatctl_backup_export() {
    repeating_flags=()
    non_repeating_flags=(--no-files --json --version -h --help)
    repeating_options=()
    non_repeating_options=(--data)
    __chatctl_offer_flags_options 1

    # Offer option value completions
    case "${prev}" in
    '--data')
        __chatctl_add_completions -d
        return
        ;;
    esac

    # Offer positional completions
    case "${positional_number}" in
    1)
        __chatctl_add_completions -d
        return
        ;;
    esac
}

_chatctl_log() {
    repeating_flags=()
    non_repeating_flags=(--version -h --help)
    repeating_options=()
    non_repeating_options=()
    __chatctl_offer_flags_options 0

    # Offer subcommand / subcommand argument completions
    local -r subcommand="${unparsed_words[0]}"
    unset 'unparsed_words[0]'
    unparsed_words=("${unparsed_words[@]}")
    case "${subcommand}" in
    tail|list|show|search|stats|explain|events)
        # Offer subcommand argument completions
        "_chatctl_log_${subcommand}"
        ;;
    *)
        # Offer subcommand completions
        COMPREPLY+=($(compgen -W 'tail list show search stats explain events' -- "${cur}"))
        ;;
    esac
}

_chatctl_log_tail() {
    repeating_flags=()
    non_repeating_flags=(--follow -f --json --version -h --help)
    repeating_options=()
    non_repeating_options=(-n --lines --data)
    __chatctl_offer_flags_options 0

    # Offer option value completions
    case "${prev}" in
    '-n'|'--lines')
        return
        ;;
    '--data')
        __chatctl_add_completions -d
        return
        ;;
    esac
}

_chatctl_log_list() {
    repeating_flags=()
    non_repeating_flags=(--json --version -h --help)
    repeating_options=()
    non_repeating_options=(--data)
    __chatctl_offer_flags_options 0

    # Offer option value completions
    case "${prev}" in
    '--data')
        __chatctl_add_completions -d
        return
        ;;
    esac
}

_chatctl_log_show() {
    repeating_flags=()
    non_repeating_flags=(--json --version -h --help)
    repeating_options=()
    non_repeating_options=(--data)
    __chatctl_offer_flags_options 1

    # Offer option value completions
    case "${prev}" in
    '--data')
        __chatctl_add_completions -d
        return
        ;;
    esac

    # Offer positional completions
    case "${positional_number}" in
    1)
        __chatctl_add_completions -W "$(__chatctl_custom_complete ---completion log show -- positional@0 "${COMP_CWORD}" "$(__chatctl_cursor_index_in_current_word)")"
        return
        ;;
    esac
}

_chatctl_log_search() {
    repeating_flags=()
    non_repeating_flags=(--json --version -h --help)
    repeating_options=(--event)
    non_repeating_options=(--user --address --since --until --data)
    __chatctl_offer_flags_options 1

    # Offer option value completions
    case "${prev}" in
    '--user')
        __chatctl_add_completions -W "$(__chatctl_custom_complete ---completion log search -- --user "${COMP_CWORD}" "$(__chatctl_cursor_index_in_current_word)")"
        return
        ;;
    '--event')
        __chatctl_add_completions -W 'start'$'\n''stop'$'\n''stranger'$'\n''strangers-left-out'$'\n''connect'$'\n''disconnect'$'\n''connects-left-out'$'\n''refused-full'$'\n''connection-refused'$'\n''connections-left-out'$'\n''log-in'$'\n''log-in-failed'$'\n''log-in-blocked'$'\n''log-in-refused'$'\n''log-ins-left-out'$'\n''log-out'$'\n''connection-lost'$'\n''register'$'\n''de-register'$'\n''password-changed'$'\n''command'$'\n''commands-left-out'$'\n''file-stored'$'\n''file-fetched'$'\n''file-declined'$'\n''transfer-failed'$'\n''admin'$'\n''reload'$'\n''reload-error'$'\n''certificate'$'\n''certificate-error'$'\n''certificate-ends'$'\n''read-only'$'\n''writable'$'\n''disk-silent'$'\n''disk-answers'$'\n''store-error'$'\n''sync-error'$'\n''backup'$'\n''backup-error'$'\n''accept-error'$'\n''lines-lost'
        return
        ;;
    '--address')
        return
        ;;
    '--since')
        return
        ;;
    '--until')
        return
        ;;
    '--data')
        __chatctl_add_completions -d
        return
        ;;
    esac
}

_chatctl_log_stats() {
    repeating_flags=()
    non_repeating_flags=(--json --version -h --help)
    repeating_options=()
    non_repeating_options=(--by --since --until --data)
    __chatctl_offer_flags_options 0

    # Offer option value completions
    case "${prev}" in
    '--by')
        __chatctl_add_completions -W 'hour'$'\n''user'
        return
        ;;
    '--since')
        return
        ;;
    '--until')
        return
        ;;
    '--data')
        __chatctl_add_completions -d
        return
        ;;
    esac
}

_chatctl_log_explain() {
    repeating_flags=()
    non_repeating_flags=(--json --version -h --help)
    repeating_options=()
    non_repeating_options=(--data)
    __chatctl_offer_flags_options 1

    # Offer option value completions
    case "${prev}" in
    '--data')
        __chatctl_add_completions -d
        return
        ;;
    esac

    # Offer positional completions
    case "${positional_number}" in
    1)
        __chatctl_add_completions -W "$(__chatctl_custom_complete ---completion log explain -- positional@0 "${COMP_CWORD}" "$(__chatctl_cursor_index_in_current_word)")"
        return
        ;;
    esac
}

_chatctl_log_events() {
    repeating_flags=()
    non_repeating_flags=(--json --version -h --help)
    repeating_options=()
    non_repeating_options=()
    __chatctl_offer_flags_options 0
}

_chatctl_doctor() {
    repeating_flags=()
    non_repeating_flags=(--thorough --json --version -h --help)
    repeating_options=()
    non_repeating_options=(--data)
    __chatctl_offer_flags_options 0

    # Offer option value completions
    case "${prev}" in
    '--data')
        __chatctl_add_completions -d
        return
        ;;
    esac
}

_chatctl_help() {
    repeating_flags=()
    non_repeating_flags=(--version)
    repeating_options=()
    non_repeating_options=()
    __chatctl_offer_flags_options -1
}

complete -o filenames -F _chatctl chatctl

# Bash cuts words at colons and equals signs, which the functions above do not expect: names of logs and backups, and
# addresses, have colons. This puts such words together, and takes off their beginning, which bash does not replace.
_chatctl_whole_words() {
    local rest="${COMP_LINE}" gap piece head=""
    local -a words=()
    local -i index count=0 cword=0
    for index in "${!COMP_WORDS[@]}"; do
        piece="${COMP_WORDS[index]}"
        gap="${rest%%[![:space:]]*}"
        rest="${rest#"${gap}"}"
        if [[ "${index}" -eq 0 || -n "${gap}" ]]; then
            words[count++]=""
        fi
        if [[ "${index}" -eq "${COMP_CWORD}" ]]; then
            cword=$((count - 1))
            head="${words[cword]}"
        fi
        words[count - 1]+="${piece}"
        # An empty word stands between two blanks.
        [[ -n "${piece}" ]] || rest=" ${rest}"
        rest="${rest#"${piece}"}"
    done
    local -a COMP_WORDS=("${words[@]}")
    local -i COMP_CWORD="${cword}"
    _chatctl "${1}" "${head}${2}" "${words[cword > 0 ? cword - 1 : 0]}"
    # What it left to put the shell's options back would do so after every script that is sourced from now on.
    trap - RETURN
    COMPREPLY=("${COMPREPLY[@]#"${head}"}")
}

complete -o filenames -F _chatctl_whole_words chatctl
