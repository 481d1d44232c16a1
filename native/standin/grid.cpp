#include "grid.h"

#include <signal.h>
#include <sys/mman.h>

#include <algorithm>
#include <cstdlib>
#include <numeric>

#include "block.h"
#include "faults.h"
#include "poison.h"

namespace standin {
namespace {

char* dynamicSharedBegin;

// Between unmapped pages, so that leaving it faults.
char* dynamicSharedEnd() {
    static char* const end = [] {
        constexpr size_t page = 4096;
        void* const memory = mmap(
            nullptr, maximumShared + 2 * page, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
        if (memory == MAP_FAILED
            || mprotect(static_cast<char*>(memory) + page, maximumShared, PROT_READ | PROT_WRITE) != 0) {
            std::abort();
        }
        return static_cast<char*>(memory) + page + maximumShared;
    }();
    return end;
}

// The n-th block to run is block numbers[n]; empty means that the order is forward or reverse.
std::vector<size_t> shuffled(size_t blocks, Order& order) {
    std::vector<size_t> numbers;
    if (order.kind == Order::Kind::Random) {
        numbers.resize(blocks);
        std::iota(numbers.begin(), numbers.end(), size_t{0});
        for (size_t i = blocks - 1; i > 0; i--) {
            std::swap(numbers[i], numbers[order.generator() % (i + 1)]);
        }
    }
    return numbers;
}

struct GridRun {
    const Launch* launch;
    Order* order;
    std::vector<size_t> numbers;
    bool succeeded;
};

void runBlocks(void* data) {
    GridRun& run = *static_cast<GridRun*>(data);
    const Launch& launch = *run.launch;
    const Kernel& kernel = *launch.kernel;
    const size_t blocks = size_t{launch.grid.x} * launch.grid.y * launch.grid.z;
    run.succeeded = true;
    for (size_t i = 0; i < blocks && run.succeeded; i++) {
        const size_t block = !run.numbers.empty()                          ? run.numbers[i]
                             : run.order->kind == Order::Kind::Reverse ? blocks - 1 - i
                                                                           : i;
        ::blockIdx = {static_cast<unsigned>(block % launch.grid.x),
                      static_cast<unsigned>(block / launch.grid.x % launch.grid.y),
                      static_cast<unsigned>(block / launch.grid.x / launch.grid.y)};
        fillPoison(kernel.sharedBegin, kernel.sharedEnd, freshPoison);
        fillPoison(dynamicSharedBegin, dynamicSharedEnd(), freshPoison);
        run.succeeded = blockScheduler().run();
    }
}

Outcome describe(const Fault& fault, const Memory& memory, int device) {
    const std::string position = blockScheduler().position();
    if (fault.signal == SIGFPE) {
        return {CUDA_ERROR_LAUNCH_FAILED, position + ": integer division by zero"};
    }
    if (fault.signal == SIGILL) {
        return {CUDA_ERROR_ILLEGAL_ADDRESS, position + ": index outside a fixed-size array, or misaligned address"};
    }
    if (!fault.addressKnown) {
        return {CUDA_ERROR_ILLEGAL_ADDRESS,
                position + ": address that no memory can have, or misaligned vector access"};
    }
    const Allocation* const allocation = memory.find(fault.address, 0);
    const std::string foreign = allocation == nullptr || allocation->host || allocation->device == device
                                    ? ""
                                    : ", memory of device " + std::to_string(allocation->device)
                                          + " used by a kernel on device " + std::to_string(device);
    return {CUDA_ERROR_ILLEGAL_ADDRESS,
            position + ": " + (fault.write ? "write " : "read ") + memory.describe(fault.address) + foreign};
}

// A device would fault on a host address; here it is memory like any other, so pointer arguments are looked at before.
std::string foreignPointer(const Launch& launch, const Memory& memory) {
    const std::vector<Parameter>& parameters = launch.kernel->parameters;
    for (size_t i = 0; i < parameters.size(); i++) {
        uintptr_t address = 0;
        if (parameters[i].pointer) {
            memcpy(&address, launch.arguments->values()[i], sizeof(address));
        }
        const Allocation* const allocation = memory.find(address, 0);
        const std::string argument = "kernel " + launch.kernel->name + ": argument " + std::to_string(i);
        if (address != 0 && allocation == nullptr) {
            return argument + " is not an address of live device memory";
        }
        if (allocation != nullptr && !allocation->host && allocation->device != launch.device) {
            return argument + " points to memory of device " + std::to_string(allocation->device)
                   + ", the kernel runs on device " + std::to_string(launch.device);
        }
    }
    return "";
}

}  // namespace

void* dynamicShared() { return dynamicSharedBegin; }

Arguments::Arguments(const Kernel& kernel, void* const* values) {
    size_t units = 0;
    for (const Parameter& parameter : kernel.parameters) {
        units += (parameter.size + sizeof(Unit) - 1) / sizeof(Unit);
    }
    storage_.resize(units);
    Unit* next = storage_.data();
    for (size_t i = 0; i < kernel.parameters.size(); i++) {
        const size_t size = kernel.parameters[i].size;
        memcpy(next, values[i], size);
        pointers_.push_back(next);
        next += (size + sizeof(Unit) - 1) / sizeof(Unit);
    }
}

Outcome runGrid(const Launch& launch, Settings& settings, Memory& memory) {
    const std::string foreign = foreignPointer(launch, memory);
    if (!foreign.empty()) {
        return {CUDA_ERROR_ILLEGAL_ADDRESS, foreign};
    }
    memory.expose(launch.device);
    ::blockDim = launch.block;
    ::gridDim = launch.grid;
    dynamicSharedBegin = dynamicSharedEnd() - (launch.dynamicShared + 15) / 16 * 16;
    blockScheduler().begin(*launch.kernel, launch.arguments->values(), launch.block, settings.threadOrder);
    const size_t blocks = size_t{launch.grid.x} * launch.grid.y * launch.grid.z;
    GridRun run = {&launch, &settings.blockOrder, shuffled(blocks, settings.blockOrder), false};
    Fault fault = {};
    if (!runTrapped(&runBlocks, &run, fault)) {
        Outcome outcome = describe(fault, memory, launch.device);
        blockScheduler().abandon();
        return outcome;
    }
    if (!run.succeeded) {
        return {CUDA_ERROR_LAUNCH_FAILED, blockScheduler().failure()};
    }
    const std::string damage = memory.checkRedzones();
    if (!damage.empty()) {
        return {CUDA_ERROR_ILLEGAL_ADDRESS, "kernel " + launch.kernel->name + ": " + damage};
    }
    return {CUDA_SUCCESS, ""};
}

}  // namespace standin
