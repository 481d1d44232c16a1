// Turns a memory fault of kernel code into a return value.
#pragma once

#include <cstdint>

namespace standin {

struct Fault {
    int signal;
    uintptr_t address;
    bool addressKnown;
    bool write;
};

// Runs body(data). True when it returned; false when it was cut short by SIGSEGV, SIGBUS, SIGILL or SIGFPE raised by
// the calling thread, described in fault. Faults of other threads go to the handlers that were there before (a Java
// virtual machine lives on such faults). Objects that body created are not destroyed after a fault.
bool runTrapped(void (*body)(void*), void* data, Fault& fault);

}  // namespace standin
