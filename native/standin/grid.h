// Runs all blocks of a launch, one after the other.
#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <vector>

#include "kernel_table.h"
#include "memory.h"
#include "result.h"
#include "settings.h"
#include "shim.h"

namespace standin {

// A copy of the argument values of one launch, as the driver takes it when a launch is issued.
class Arguments {
public:
    Arguments(const Kernel& kernel, void* const* values);
    Arguments(const Arguments&) = delete;
    Arguments& operator=(const Arguments&) = delete;

    void* const* values() const { return pointers_.data(); }

private:
    struct alignas(16) Unit {
        char bytes[16];
    };
    std::vector<Unit> storage_;
    std::vector<void*> pointers_;
};

struct Launch {
    const Kernel* kernel;
    std::shared_ptr<const Arguments> arguments;
    dim3 grid;
    dim3 block;
    size_t dynamicShared;
    int device;
};

struct Outcome {
    CUresult result;
    std::string message;   // empty on success
};

// The largest dynamic shared memory a block can have.
constexpr size_t maximumShared = 64 * 1024;

// Runs the launch to its end, or to the first thing that a device could not do.
Outcome runGrid(const Launch& launch, Settings& settings, Memory& memory);

}  // namespace standin
