#include "CReadline.h"

#include <signal.h>
#include <stdlib.h>
#include <string.h>

#include <readline/history.h>
#include <readline/readline.h>

// What the line handler has left for creadline_read().
static enum creadline_progress progress;
static char *finished_line;

// The completion that is going on.
static creadline_completer completer;
static void *completer_context;
static char **candidates;
static size_t candidate_count;
static bool wants_files;

static char **complete(const char *text, int start, int end);

void creadline_open(FILE *input, FILE *output, const char *name, int history_size) {
  rl_readline_name = name;
  rl_instream = input;
  rl_outstream = output;
  rl_catch_signals = 0;
  rl_catch_sigwinch = 0;
  // The terminal stays in readline's mode between two lines: what is typed while an answer is awaited must not be
  // echoed, for it may be a password.
  rl_deprep_term_function = NULL;
  rl_completer_word_break_characters = (char *)" \t";
  rl_basic_quote_characters = "";
  rl_completer_quote_characters = "";
  rl_attempted_completion_function = complete;
  using_history();
  clear_history();
  stifle_history(history_size);
  rl_initialize();
  // Readline looks at the window once a process; this may be another one.
  rl_reset_screen_size();
}

void creadline_close(void) {
  creadline_abandon();
  // After Ctrl+D readline would end with an empty line of its own.
  rl_eof_found = 0;
  rl_deprep_terminal();
  completer = NULL;
}

void creadline_suspend(void) { rl_deprep_terminal(); }

void creadline_resume(void) { creadline_prepare(); }

void creadline_prepare(void) { rl_prep_terminal(1); }

static void finish(char *line) {
  // Without this readline would show the prompt again.
  rl_callback_handler_remove();
  free(finished_line);
  finished_line = line;
  progress = line ? creadline_line : creadline_end;
}

void creadline_begin(const char *prompt) {
  progress = creadline_goes_on;
  rl_callback_handler_install(prompt, finish);
}

void creadline_abandon(void) {
  rl_replace_line("", 1);
  rl_callback_handler_remove();
}

char *creadline_copy_text(void) { return rl_copy_text(0, rl_end); }

void creadline_insert(const char *text) {
  rl_insert_text(text);
  rl_redisplay();
  fflush(rl_outstream);
}

enum creadline_progress creadline_read(void) {
  rl_callback_read_char();
  enum creadline_progress result = progress;
  progress = creadline_goes_on;
  return result;
}

char *creadline_take_line(void) {
  char *line = finished_line;
  finished_line = NULL;
  return line;
}

void creadline_remember(const char *line) {
  HIST_ENTRY *last = history_length > 0 ? history_get(history_base + history_length - 1) : NULL;
  if (!last || strcmp(last->line, line) != 0) add_history(line);
}

bool creadline_has_text(void) { return rl_end > 0 || RL_ISSTATE(RL_STATE_ISEARCH | RL_STATE_NSEARCH); }

void creadline_discard_text(void) {
  rl_free_line_state();
  rl_callback_sigcleanup();
  rl_point = rl_end;
  rl_redisplay();
  rl_crlf();
  rl_replace_line("", 1);
  rl_on_new_line();
  rl_redisplay();
}

void creadline_hide(void) {
  rl_clear_visible_line();
  fflush(rl_outstream);
}

void creadline_reveal(void) {
  rl_on_new_line();
  rl_redisplay();
  fflush(rl_outstream);
}

void creadline_resize(void) { rl_resize_terminal(); }

int creadline_columns(void) {
  int rows = 0, columns = 0;
  rl_get_screen_size(&rows, &columns);
  return columns;
}

// Completion

void creadline_set_completer(creadline_completer function, void *context) {
  completer = function;
  completer_context = context;
}

void creadline_offer(const char *candidate) {
  char **grown = realloc(candidates, (candidate_count + 1) * sizeof *candidates);
  if (!grown) return;
  candidates = grown;
  char *copy = strdup(candidate);
  if (copy) candidates[candidate_count++] = copy;
}

void creadline_offer_files(void) { wants_files = true; }

static char *next_candidate(const char *text, int state) {
  static size_t next;
  if (state == 0) next = 0;
  while (next < candidate_count) {
    const char *candidate = candidates[next++];
    if (strncasecmp(candidate, text, strlen(text)) == 0) return strdup(candidate);
  }
  return NULL;
}

static char **complete(const char *text, int start, int end) {
  wants_files = false;
  if (completer) completer(completer_context, rl_line_buffer, start, end);
  if (wants_files) return NULL;
  // Nothing of ours fits: then file names don't either.
  rl_attempted_completion_over = 1;
  char **matches = candidate_count > 0 ? rl_completion_matches(text, next_candidate) : NULL;
  while (candidate_count > 0) free(candidates[--candidate_count]);
  free(candidates);
  candidates = NULL;
  return matches;
}
