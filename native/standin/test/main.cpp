#include <cstdio>
#include <exception>

#include "check.h"

// Runs all tests, or those whose names are given. Prints failures, and one line at the end.
int main(int count, char** names) {
    int failed = 0;
    int run = 0;
    for (const TestCase& test : testCases()) {
        bool chosen = count == 1;
        for (int i = 1; i < count; i++) {
            chosen |= test.name == names[i];
        }
        if (!chosen) {
            continue;
        }
        run++;
        try {
            test.body();
        } catch (const std::exception& error) {
            std::printf("%s failed: %s\n", test.name.c_str(), error.what());
            failed++;
        }
    }
    std::printf("stand-in: %d tests, %d failed\n", run, failed);
    return failed == 0 && run > 0 ? 0 : 1;
}
