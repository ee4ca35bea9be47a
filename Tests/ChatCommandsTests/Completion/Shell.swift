/// A shell that completions/ has a script for.
enum Shell: String, CaseIterable, Sendable {
  case bash
  case zsh
  case fish

  /// What it is started with: no settings but those in its home.
  var arguments: [String] {
    switch self {
    case .bash: ["--noprofile", "-i"]
    case .zsh: ["-d", "-i"]
    case .fish: ["-i"]
    }
  }

  /// Where its script goes, and what its settings are, for a home of its own; as the README says it.
  var home: (script: String, settings: String, text: String) {
    switch self {
    case .bash:
      (
        ".chatctl.bash", ".bashrc",
        """
        PS1='$ '
        source ~/.chatctl.bash
        bind 'set show-all-if-ambiguous on'
        bind 'set bell-style none'

        """
      )
    case .zsh:
      (
        ".zsh/_chatctl", ".zshrc",
        """
        PROMPT='$ '
        fpath=(~/.zsh $fpath)
        autoload -U compinit && compinit -u -D
        unsetopt beep

        """
      )
    case .fish:
      (
        ".config/fish/completions/chatctl.fish", ".config/fish/config.fish",
        """
        set fish_greeting
        function fish_prompt
          echo -n '$ '
        end

        """
      )
    }
  }
}
