#include "faults.h"

#include <pthread.h>
#include <setjmp.h>
#include <signal.h>
#include <ucontext.h>

#include <array>
#include <memory>

namespace standin {
namespace {

constexpr std::array<int, 4> trapped = {SIGSEGV, SIGBUS, SIGILL, SIGFPE};

struct sigaction previous[NSIG];
sigjmp_buf landing;
pthread_t owner;
volatile sig_atomic_t armed = 0;
Fault lastFault;

void passOn(int signal, siginfo_t* info, void* context) {
    const struct sigaction& before = previous[signal];
    if ((before.sa_flags & SA_SIGINFO) != 0) {
        before.sa_sigaction(signal, info, context);
    } else if (before.sa_handler == SIG_DFL) {
        // Back to the default: the instruction runs again and ends the process as it would have without us.
        sigaction(signal, &before, nullptr);
    } else if (before.sa_handler != SIG_IGN) {
        before.sa_handler(signal);
    }
}

bool isWrite([[maybe_unused]] void* context) {
#ifdef __x86_64__
    constexpr long long writeBit = 2;
    return (static_cast<ucontext_t*>(context)->uc_mcontext.gregs[REG_ERR] & writeBit) != 0;
#else
    return false;
#endif
}

void onSignal(int signal, siginfo_t* info, void* context) {
    if (armed == 0 || pthread_equal(pthread_self(), owner) == 0) {
        passOn(signal, info, context);
        return;
    }
    armed = 0;
    const bool memory = signal == SIGSEGV || signal == SIGBUS;
    // A kernel-made code means that the processor did not say which address it was.
    lastFault = {signal, reinterpret_cast<uintptr_t>(info->si_addr), memory && info->si_code != SI_KERNEL,
                 memory && isWrite(context)};
    siglongjmp(landing, 1);
}

// Installed once and kept: other threads may fault for reasons of their own at any time, and are passed on.
void installHandlers() {
    static const bool installed = [] {
        for (const int signal : trapped) {
            struct sigaction action = {};
            action.sa_sigaction = &onSignal;
            action.sa_flags = SA_SIGINFO | SA_ONSTACK;
            sigemptyset(&action.sa_mask);
            sigaction(signal, &action, &previous[signal]);
        }
        return true;
    }();
    static_cast<void>(installed);
}

// Fibers have small stacks, and one that overflowed cannot run a handler: this thread's handlers get a stack.
class HandlerStack {
public:
    HandlerStack() {
        constexpr size_t bytes = 64 * 1024;
        thread_local const std::unique_ptr<char[]> memory(new char[bytes]);
        stack_t stack = {};
        stack.ss_sp = memory.get();
        stack.ss_size = bytes;
        sigaltstack(&stack, &before_);
    }
    ~HandlerStack() { sigaltstack(&before_, nullptr); }
    HandlerStack(const HandlerStack&) = delete;
    HandlerStack& operator=(const HandlerStack&) = delete;

private:
    stack_t before_ = {};
};

}  // namespace

bool runTrapped(void (*body)(void*), void* data, Fault& fault) {
    installHandlers();
    const HandlerStack handlerStack;
    owner = pthread_self();
    if (sigsetjmp(landing, 1) != 0) {
        fault = lastFault;
        return false;
    }
    armed = 1;
    body(data);
    armed = 0;
    return true;
}

}  // namespace standin
