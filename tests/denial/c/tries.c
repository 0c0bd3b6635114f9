// What a sealed C program tries with its library, as a command or behind an export.
#include <errno.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

static const char *attempt(const char *what) {
    if (!strcmp(what, "stdout")) return puts("C on stdout") < 0 || fflush(stdout) ? strerror(errno) : "written";
    if (!strcmp(what, "stdin")) return getchar() == EOF && feof(stdin) ? "end" : "input";
    if (!strcmp(what, "environment")) return getenv("SECRET") ? getenv("SECRET") : "none";
    if (!strcmp(what, "open")) return fopen("secret.txt", "r") ? "opened" : strerror(errno);
    if (!strcmp(what, "random")) return getentropy((char[8]){0}, 8) ? strerror(errno) : "random";
    if (!strcmp(what, "clock")) return time(NULL) > 1000000000 ? "clock" : "no clock";
    if (!strcmp(what, "exit")) exit(3);
    return "?";
}

int main(void) {
    static const char *all[] = {"stdout", "stdin", "environment", "open", "random", "clock"};
    for (unsigned i = 0; i < sizeof all / sizeof *all; i++) printf("%s: %s\n", all[i], attempt(all[i]));
    return 3;
}

#ifdef REACTOR
__attribute__((export_name("cabi_realloc"))) void *cabi_realloc(void *old, size_t had, size_t align, size_t size) {
    return realloc(old, size);
}
struct text { const char *at; size_t size; };
__attribute__((export_name("test:denied/tries@0.1.0#attempt"))) struct text *exported(char *what, size_t size) {
    static struct text answer;
    char *name = calloc(size + 1, 1);
    memcpy(name, what, size);
    answer.at = attempt(name);
    answer.size = strlen(answer.at);
    return &answer;
}
#endif
