// Runs the threads of one block, one fiber a thread, and finds synchronisation that could not work on a device.
#pragma once

#include <string>
#include <vector>

#include "fiber.h"
#include "kernel_table.h"
#include "order.h"
#include "shim.h"

namespace standin {

class BlockScheduler {
public:
    // Gets ready for blocks of the given shape, at most 1024 threads. order is used and advanced until the next begin.
    void begin(const Kernel& kernel, void* const* arguments, dim3 shape, Order& order);

    // Runs the block that ::blockIdx names. False when it failed: then failure() says why.
    bool run();

    // After a fault took control away from a fiber: gives the stacks of all unfinished threads back.
    void abandon();

    const std::string& failure() const { return failure_; }

    // "kernel NAME, block (x, y, z), thread (x, y, z)" of the thread that ran last.
    std::string position() const;

    // Called on a fiber.
    void waitAtBarrier(Place place);
    uint64_t warp(WarpOperation operation, uint32_t mask, uint64_t value, int argument, int width, Place place);

private:
    enum class State { Ready, AtBarrier, AtWarp, Ended };

    struct WarpRequest {
        WarpOperation operation;
        uint32_t mask;
        uint64_t value;
        int argument;
        int width;
    };

    struct Thread {
        Execution execution;
        Stack* stack = nullptr;
        State state = State::Ready;
        uint3 index{};
        Place place{};
        WarpRequest request{};
        uint64_t result = 0;
    };

    static void threadMain();
    int pick();
    int nextReady(int from) const;
    void resume(int thread);
    void suspend();
    void makeReady(int thread);
    void end(int thread);
    bool releaseBarrier();
    void completeWarp(int warp, const Thread& example);
    uint64_t warpResult(int warp, int lane, uint32_t present) const;
    std::string describeDeadlock() const;
    std::string describe(int thread) const;
    std::string describePlace(int thread) const;
    void fail(const std::string& what);

    static constexpr int laneCount = 32;
    static constexpr int maximumThreads = 1024;

    const Kernel* kernel_ = nullptr;
    void* const* arguments_ = nullptr;
    Order* order_ = nullptr;
    int count_ = 0;
    std::vector<Thread> threads_;
    uint64_t ready_[maximumThreads / 64] = {};
    uint32_t live_[maximumThreads / laneCount] = {};     // lanes that have not ended
    uint32_t inWarp_[maximumThreads / laneCount] = {};   // lanes that wait in a warp operation
    int current_ = 0;
    int alive_ = 0;
    int atBarrier_ = 0;
    bool failed_ = false;
    std::string failure_;
    Execution scheduler_;
    StackPool stacks_;
};

// Whether two calls stand in the same line of source.
inline bool samePlace(Place a, Place b) {
    return a.line == b.line && (a.file == b.file || strcmp(a.file, b.file) == 0);
}

// "0x0000ffff", as messages show masks.
std::string hex(uint32_t value);

// The one scheduler: launches are serialised by the driver's lock.
BlockScheduler& blockScheduler();

}  // namespace standin
