#include "fiber.h"

#include <sys/mman.h>

#include <cstdint>
#include <cstdio>
#include <cstdlib>

namespace standin {

Stack* StackPool::take() {
    if (!free_.empty()) {
        Stack* const stack = free_.back();
        free_.pop_back();
        return stack;
    }
    constexpr int guard = 4096;
    void* const memory = mmap(
        nullptr, guard + Stack::bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    if (memory == MAP_FAILED || mprotect(memory, guard, PROT_NONE) != 0) {
        std::perror("stand-in: no memory for the stack of a thread");
        std::abort();
    }
    // Tops at the same offset in their pages would all compete for the same few cache lines.
    constexpr int line = 64;
    constexpr int step = 3 * line;
    constexpr int steps = 128;
    return new Stack{static_cast<char*>(memory) + guard, Stack::bytes - made_++ % steps * step};
}

#ifdef MEMN2N_STANDIN_FAST_SWITCH

// Saves what a called function must preserve on the old stack, and takes it from the new one. Ends in a jump: the
// processor predicts returns from the calls it saw, which are of another stack. A return made barriers twice as slow.
extern "C" __attribute__((visibility("hidden"))) void memn2n_standin_switch(void** from, void* to);
asm(R"(
    .text
    .hidden memn2n_standin_switch
    .globl memn2n_standin_switch
    .type memn2n_standin_switch, @function
memn2n_standin_switch:
    pushq %rbp
    pushq %rbx
    pushq %r12
    pushq %r13
    pushq %r14
    pushq %r15
    movq %rsp, (%rdi)
    movq %rsi, %rsp
    popq %r15
    popq %r14
    popq %r13
    popq %r12
    popq %rbx
    popq %rbp
    popq %rcx
    jmp *%rcx
    .size memn2n_standin_switch, .-memn2n_standin_switch
)");

void prepare(Execution& execution, const Stack& stack, void (*entry)()) {
    constexpr int savedRegisters = 6;
    auto** top = reinterpret_cast<void**>(stack.base + stack.used);
    // The address popped by the switch leaves the stack as after a call: 8 bytes below a multiple of 16.
    *--top = nullptr;
    *--top = reinterpret_cast<void*>(entry);
    for (int i = 0; i < savedRegisters; i++) {
        *--top = nullptr;
    }
    execution.stackPointer = top;
}

void switchTo(Execution& from, Execution& to) { memn2n_standin_switch(&from.stackPointer, to.stackPointer); }

#else

void prepare(Execution& execution, const Stack& stack, void (*entry)()) {
    getcontext(&execution.context);
    execution.context.uc_stack.ss_sp = stack.base;
    execution.context.uc_stack.ss_size = static_cast<size_t>(stack.used);
    execution.context.uc_link = nullptr;
    makecontext(&execution.context, entry, 0);
}

void switchTo(Execution& from, Execution& to) { swapcontext(&from.context, &to.context); }

#endif

}  // namespace standin
