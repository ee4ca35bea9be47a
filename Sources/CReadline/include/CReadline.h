// GNU readline as Swift 6 can use it: its global variables and macros behind functions, its callbacks turned into
// answers. One terminal a process, one thread at a time (readline's own rule).
//
// Source: the GNU Readline Library's manual, 2.4.12 "Alternate Interface" (callbacks), 2.4.6 "Redisplay".
#ifndef CREADLINE_H
#define CREADLINE_H

#include <stdbool.h>
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

/// Called when Tab is pressed; offers candidates with creadline_offer() or creadline_offer_files(). The word to
/// complete stands at `start` to `end` of `line`.
typedef void (*creadline_completer)(void *context, const char *line, int start, int end);

/// Prepares readline for the terminal behind `input` and `output`: no signal handlers, no quoting, history in memory.
void creadline_open(FILE *input, FILE *output, const char *name, int history_size);
/// Gives the terminal back as it was.
void creadline_close(void);
/// Gives the terminal back while the process is stopped (Ctrl+Z), and takes it again.
void creadline_suspend(void);
void creadline_resume(void);
/// Puts the terminal into readline's mode (no echo, no line buffer) without showing a prompt.
void creadline_prepare(void);

void creadline_set_completer(creadline_completer completer, void *context);
void creadline_offer(const char *candidate);
void creadline_offer_files(void);

/// Shows the prompt and begins a line.
void creadline_begin(const char *prompt);
/// Ends the line that was begun, and forgets what was typed.
void creadline_abandon(void);
/// What was typed into the line that was begun, to be freed with free(3).
char *creadline_copy_text(void);
/// Types `text` into it.
void creadline_insert(const char *text);
/// Reads one character that is there to be read.
enum creadline_progress creadline_read(void);
/// The finished line, to be freed with free(3); NULL when there is none.
char *creadline_take_line(void);
/// Keeps `line` in the history, unless it is the same as the last one.
void creadline_remember(const char *line);

/// Whether something has been typed into the line that was begun, or a search is going on.
bool creadline_has_text(void);
/// Ctrl+C as shells do it: leaves what was typed on its line, and begins a new one below.
void creadline_discard_text(void);

/// Takes prompt and typed text off the screen; the cursor is where the prompt began.
void creadline_hide(void);
/// Puts them back where the cursor is.
void creadline_reveal(void);
/// The window has another size.
void creadline_resize(void);
/// The columns of the window.
int creadline_columns(void);

#endif
