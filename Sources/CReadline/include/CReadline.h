// GNU readline as Swift 6 can use it: its global variables and macros behind functions, its callbacks turned into
// answers. One terminal a process, one thread at a time (readline's own rule).
//
// Source: the GNU Readline Library's manual, 2.4.12 "Alternate Interface" (callbacks), 2.4.6 "Redisplay".
#ifndef CREADLINE_H
#define CREADLINE_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

/// What a read character has led to.
enum creadline_progress {
  /// The line goes on.
  creadline_goes_on = 0,
  /// The line is finished: creadline_take_line().
  creadline_line = 1,
  /// The end of input.
  creadline_end = 2,
};

/// Called when Tab is pressed; offers candidates with creadline_offer(). The word to complete stands at `start` to `end`
/// of `line`.
typedef void (*creadline_completer)(void *context, const char *line, int start, int end);
/// Called when several candidates are to be shown: `count` of them.
typedef void (*creadline_lister)(void *context, char **candidates, int count);

/// Prepares readline for the terminal behind `input` and `output`: no signal handlers, no quoting, history in memory.
/// The person's inputrc is read, where `$if name` holds for this program.
void creadline_open(FILE *input, FILE *output, const char *name, int history_size);
/// Gives the terminal back as it was.
void creadline_close(void);
/// Gives the terminal back while the process is stopped (Ctrl+Z), and takes it again.
void creadline_suspend(void);
void creadline_resume(void);
/// Puts the terminal into readline's mode (no echo, no line buffer) without showing a prompt.
void creadline_prepare(void);

/// Who completes and who shows lists; both get `context`. Readline itself would stop everything with a question
/// ("Display all 100 possibilities?") and a pager, and wait for their answers.
void creadline_set_completer(creadline_completer completer, creadline_lister lister, void *context);
/// One candidate; they are listed in the order in which they are offered.
void creadline_offer(const char *candidate);
/// The only candidate is not followed by a blank.
void creadline_add_no_blank(void);

/// Gives readline keys, which creadline_read() takes one after the other.
void creadline_feed(const char *bytes, size_t count);
/// Whether keys are left that were given.
bool creadline_is_fed(void);

/// Shows the prompt and begins a line.
void creadline_begin(const char *prompt);
/// Ends the line that was begun, and forgets what was typed.
void creadline_abandon(void);
/// Takes the next key that was fed.
enum creadline_progress creadline_read(void);
/// The finished line, to be freed with free(3); NULL when there is none.
char *creadline_take_line(void);
/// Keeps `line` in the history, unless it is the same as the last one.
void creadline_remember(const char *line);

/// Whether something has been typed into the line that was begun, or a search is going on.
bool creadline_has_text(void);
/// Whether the keys go into a search for a line of the history.
bool creadline_is_searching(void);
/// What has been typed, up to the next call that changes it; the cursor stands before byte creadline_point().
const char *creadline_text(void);
int creadline_point(void);
/// What stands before it: the prompt, or what a search shows in its place.
const char *creadline_shown_prompt(void);
/// Puts `text` where the cursor is.
void creadline_insert(const char *text);
/// Ends the line that was begun, leaves what was typed on the screen, and goes to the row below.
void creadline_leave(void);

/// Takes prompt and typed text off the screen; the cursor is where the prompt began.
void creadline_hide(void);
/// Puts them back where the cursor is.
void creadline_reveal(void);
/// The window has another size; whoever says so hides and reveals the line.
void creadline_set_size(int rows, int columns);
/// The size of the window.
void creadline_size(int *rows, int *columns);
/// The columns of a character as readline counts them (wcwidth(3)); -1 when it is none to be shown.
int creadline_width(uint32_t character);

#endif
