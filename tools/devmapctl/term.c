// SPDX-License-Identifier: GPL-2.0
/*
 * A terminal that is drawn on again and again.
 */
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <unistd.h>

#include "term.h"

static struct termios term_saved;
static bool term_on;
static volatile sig_atomic_t term_stopped;

static void term_stop(int sig)
{
	(void)sig;
	term_stopped = 1;
}

static void term_catch(void)
{
	struct sigaction sa = { .sa_handler = term_stop };

	sigaction(SIGINT, &sa, NULL);
	sigaction(SIGTERM, &sa, NULL);
	sigaction(SIGHUP, &sa, NULL);
}

bool term_begin(void)
{
	struct termios raw;

	term_catch();
	if (!isatty(STDIN_FILENO) || !isatty(STDOUT_FILENO) ||
	    tcgetattr(STDIN_FILENO, &term_saved))
		return false;
	raw = term_saved;
	raw.c_lflag &= ~(ICANON | ECHO);
	raw.c_cc[VMIN] = 0;
	raw.c_cc[VTIME] = 0;
	if (tcsetattr(STDIN_FILENO, TCSANOW, &raw))
		return false;
	term_on = true;
	atexit(term_end);
	/* The other screen, without a cursor. */
	fputs("\033[?1049h\033[?25l", stdout);
	return true;
}

void term_end(void)
{
	if (!term_on)
		return;
	term_on = false;
	fputs("\033[?25h\033[?1049l", stdout);
	fflush(stdout);
	tcsetattr(STDIN_FILENO, TCSANOW, &term_saved);
}

void term_home(void)
{
	if (term_on)
		fputs("\033[H", stdout);
}

/* Whatever an older, longer picture left. */
void term_rest(void)
{
	if (term_on)
		fputs("\033[J", stdout);
	fflush(stdout);
}

static int term_size(bool rows)
{
	const char *env = getenv(rows ? "LINES" : "COLUMNS");
	struct winsize ws;
	int n;

	if (!ioctl(STDOUT_FILENO, TIOCGWINSZ, &ws)) {
		n = rows ? ws.ws_row : ws.ws_col;
		if (n > 0)
			return n;
	}
	n = env ? atoi(env) : 0;
	return n > 0 ? n : rows ? 24 : 80;
}

int term_columns(void)
{
	return term_size(false);
}

int term_rows(void)
{
	return term_size(true);
}

int term_key(double seconds)
{
	struct pollfd fd = { .fd = term_on ? STDIN_FILENO : -1, .events = POLLIN };
	char key = 0;
	int n;

	if (term_stopped)
		return -1;
	n = poll(&fd, 1, seconds * 1000);
	if (term_stopped || (n > 0 && read(STDIN_FILENO, &key, 1) <= 0))
		return -1;
	return (unsigned char)key;
}
