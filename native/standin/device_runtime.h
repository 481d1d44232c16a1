// What kernels compiled for the stand-in call. Kernels see it through shim.h; block.cpp implements it.
#pragma once

#include <stdint.h>

namespace standin {

// Where in the kernel source a synchronising call stands.
struct Place {
    const char* file;
    int line;
};

enum class WarpOperation { Synchronise, Shuffle, ShuffleUp, ShuffleDown, ShuffleXor, Ballot };

// Suspends the running thread until every thread of its block waits at the same place.
void blockBarrier(Place place);

// Suspends the running thread until every lane of mask that still runs asks for the same operation.
// Returns the lane's result; poison where CUDA leaves the result undefined (source lane ended or not in mask).
uint64_t warpOperation(
    WarpOperation operation, uint32_t mask, uint64_t value, int argument, int width, Place place);

// The start of the launch's dynamic shared memory, aligned to 16 bytes.
void* dynamicShared();

}  // namespace standin
