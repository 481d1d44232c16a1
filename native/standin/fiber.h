// A fiber is a stack with a suspended computation; switching costs a few nanoseconds.
#pragma once

#include <vector>

// The hand-written switch knows x86-64 only; elsewhere, or on request, ucontext does the same about 30 times slower.
#if defined(__x86_64__) && !defined(MEMN2N_STANDIN_UCONTEXT)
#define MEMN2N_STANDIN_FAST_SWITCH 1
#else
#include <ucontext.h>
#endif

namespace standin {

// A computation that is suspended, or the place to suspend the running one.
struct Execution {
#ifdef MEMN2N_STANDIN_FAST_SWITCH
    void* stackPointer = nullptr;
#else
    ucontext_t context;
#endif
};

// Memory for a stack, with an unmapped page below it: too deep a recursion faults instead of damaging its neighbour.
struct Stack {
    static constexpr int bytes = 64 * 1024;
    char* base;
    int used;   // bytes from base that the computation may use; a multiple of 64
};

// Hands out stacks, the last returned first: its pages are still in the cache. Stacks are kept until the process ends.
class StackPool {
public:
    Stack* take();
    void giveBack(Stack* stack) { free_.push_back(stack); }

private:
    std::vector<Stack*> free_;
    int made_ = 0;
};

// Makes execution start in entry, on the given stack, when it is switched to. entry must not return.
void prepare(Execution& execution, const Stack& stack, void (*entry)());

// Suspends the running computation in from and continues to.
void switchTo(Execution& from, Execution& to);

}  // namespace standin
