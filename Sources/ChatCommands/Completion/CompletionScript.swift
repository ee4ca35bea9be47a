/// The scripts of completions/: ArgumentParser's, mended where our words need it.
enum CompletionScript {
  /// `script`, of any shell, as it is to be printed.
  static func mended(_ script: String) -> String {
    script.hasPrefix("#!/bin/bash\n") ? script + "\n" + bashWholeWords : script
  }

  /// Puts words together again that bash cuts, and calls what ArgumentParser has made.
  private static let bashWholeWords = #"""

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
    """#
}
