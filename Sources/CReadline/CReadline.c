// wcwidth(3)
#define _GNU_SOURCE
#include "CReadline.h"

#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <wchar.h>

#include <readline/history.h>
#include <readline/readline.h>

// Readline has it since 8.2; Ubuntu 22.04 and RHEL 9 have 8.1.
extern int rl_eof_found __attribute__((weak));

// What the line handler has left for creadline_read().
static enum creadline_progress progress;
static char *finished_line;

// The completion that is going on.
static creadline_completer completer;
static creadline_lister lister;
static void *completer_context;
static char **candidates;
static size_t candidate_count;

// The keys that were fed and not taken.
static char *keys;
static size_t key_count;
static size_t next_key;

static char **complete(const char *text, int start, int end);
static void list(char **matches, int count, int longest);

static int is_key_there(void) { return next_key < key_count; }

static int take_key(FILE *input) {
  if (is_key_there()) return (unsigned char)keys[next_key++];
  // The second half of something that readline reads at once, such as a character of several bytes in a search.
  return rl_getc(input);
}

void creadline_open(FILE *input, FILE *output, const char *name, int history_size) {
  rl_readline_name = name;
  rl_instream = input;
  rl_outstream = output;
  rl_getc_function = take_key;
  rl_input_available_hook = is_key_there;
  rl_catch_signals = 0;
  rl_catch_sigwinch = 0;
  rl_change_environment = 0;
  // The terminal stays in readline's mode between two lines: what is typed while an answer is awaited must not be
  // echoed, for it may be a password.
  rl_deprep_term_function = NULL;
  rl_completer_word_break_characters = (char *)" \t";
  rl_basic_quote_characters = "";
  rl_completer_quote_characters = "";
  rl_attempted_completion_function = complete;
  rl_completion_display_matches_hook = list;
  key_count = next_key = 0;
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
  if (&rl_eof_found != NULL) rl_eof_found = 0;
  rl_deprep_terminal();
  completer = NULL;
  lister = NULL;
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
  key_count = next_key = 0;
  rl_callback_handler_install(prompt, finish);
}

// A search or a command of several keys that has not ended would go on in the next line. Readline shows the line anew
// then; true when it has.
static bool end_commands(void) {
  if (!RL_ISSTATE(RL_STATE_ISEARCH | RL_STATE_NSEARCH | RL_STATE_NUMERICARG | RL_STATE_MULTIKEY | RL_STATE_VIMOTION |
                  RL_STATE_CHARSEARCH))
    return false;
  rl_free_line_state();
  rl_callback_sigcleanup();
  return true;
}

void creadline_abandon(void) {
  if (end_commands()) creadline_hide();
  rl_replace_line("", 1);
  rl_callback_handler_remove();
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

void creadline_feed(const char *bytes, size_t count) {
  size_t left = key_count - next_key;
  char *joined = malloc(left + count);
  if (!joined) return;
  if (left > 0) memcpy(joined, keys + next_key, left);
  memcpy(joined + left, bytes, count);
  free(keys);
  keys = joined;
  key_count = left + count;
  next_key = 0;
}

bool creadline_is_fed(void) { return is_key_there(); }

bool creadline_is_searching(void) { return RL_ISSTATE(RL_STATE_ISEARCH | RL_STATE_NSEARCH); }

bool creadline_has_text(void) { return rl_end > 0 || creadline_is_searching(); }

const char *creadline_text(void) { return rl_line_buffer; }

int creadline_point(void) { return rl_point; }

const char *creadline_shown_prompt(void) { return rl_display_prompt; }

void creadline_insert(const char *text) {
  rl_begin_undo_group();
  rl_insert_text(text);
  rl_end_undo_group();
  rl_redisplay();
}

void creadline_leave(void) {
  end_commands();
  rl_point = rl_end;
  rl_redisplay();
  rl_crlf();
  fflush(rl_outstream);
  rl_replace_line("", 1);
  rl_callback_handler_remove();
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

void creadline_set_size(int rows, int columns) { rl_set_screen_size(rows, columns); }

void creadline_size(int *rows, int *columns) { rl_get_screen_size(rows, columns); }

int creadline_width(uint32_t character) { return wcwidth((wchar_t)character); }

// Completion

void creadline_set_completer(creadline_completer complete_line, creadline_lister show_list, void *context) {
  completer = complete_line;
  lister = show_list;
  completer_context = context;
}

void creadline_offer(const char *candidate) {
  char **grown = realloc(candidates, (candidate_count + 1) * sizeof *candidates);
  if (!grown) return;
  candidates = grown;
  char *copy = strdup(candidate);
  if (copy) candidates[candidate_count++] = copy;
}

void creadline_add_no_blank(void) { rl_completion_append_character = '\0'; }

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
  // Whoever offers them knows which are the likeliest.
  rl_sort_completion_matches = 0;
  // Nothing of ours fits: then file names don't either.
  rl_attempted_completion_over = 1;
  if (completer) completer(completer_context, rl_line_buffer, start, end);
  char **matches = candidate_count > 0 ? rl_completion_matches(text, next_candidate) : NULL;
  while (candidate_count > 0) free(candidates[--candidate_count]);
  free(candidates);
  candidates = NULL;
  return matches;
}

static void list(char **matches, int count, int longest) {
  (void)longest;
  // The first one is what they have in common.
  if (lister) lister(completer_context, matches + 1, count);
}
