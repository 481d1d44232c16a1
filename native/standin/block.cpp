#include "block.h"

#include <cstdio>

#include "poison.h"

uint3 threadIdx;
uint3 blockIdx;
dim3 blockDim;
dim3 gridDim;

namespace standin {
namespace {

std::string triple(unsigned x, unsigned y, unsigned z) {
    return "(" + std::to_string(x) + ", " + std::to_string(y) + ", " + std::to_string(z) + ")";
}

bool samePlace(Place a, Place b) { return a.line == b.line && (a.file == b.file || strcmp(a.file, b.file) == 0); }

std::string hex(uint32_t value) {
    char text[16];
    std::snprintf(text, sizeof(text), "0x%08x", value);
    return text;
}

}  // namespace

BlockScheduler& blockScheduler() {
    static BlockScheduler scheduler;
    return scheduler;
}

void blockBarrier(Place place) { blockScheduler().waitAtBarrier(place); }

uint64_t warpOperation(
    WarpOperation operation, uint32_t mask, uint64_t value, int argument, int width, Place place) {
    return blockScheduler().warp(operation, mask, value, argument, width, place);
}

void BlockScheduler::begin(const Kernel& kernel, void* const* arguments, dim3 shape, Order& order) {
    kernel_ = &kernel;
    arguments_ = arguments;
    order_ = &order;
    count_ = static_cast<int>(shape.x * shape.y * shape.z);
    failed_ = false;
    if (threads_.size() < static_cast<size_t>(count_)) {
        threads_.resize(static_cast<size_t>(count_));
    }
    int thread = 0;
    for (unsigned z = 0; z < shape.z; z++) {
        for (unsigned y = 0; y < shape.y; y++) {
            for (unsigned x = 0; x < shape.x; x++) {
                threads_[static_cast<size_t>(thread++)].index = {x, y, z};
            }
        }
    }
}

bool BlockScheduler::run() {
    alive_ = count_;
    atBarrier_ = 0;
    for (int i = 0; i < count_; i++) {
        makeReady(i);
        live_[i / laneCount] = i % laneCount == 0 ? 1u : live_[i / laneCount] << 1 | 1u;
        inWarp_[i / laneCount] = 0;
    }
    while (alive_ > 0 && !failed_) {
        const int next = pick();
        if (next >= 0) {
            resume(next);
        } else if (!releaseBarrier()) {
            fail(describeDeadlock());
        }
    }
    if (failed_) {
        abandon();
    }
    return !failed_;
}

void BlockScheduler::abandon() {
    for (Thread& thread : threads_) {
        if (thread.stack != nullptr) {
            stacks_.giveBack(thread.stack);
            thread.stack = nullptr;
        }
    }
    memset(ready_, 0, sizeof(ready_));
}

// ---- choosing and switching --------------------------------------------------------------------------------------

int BlockScheduler::nextReady(int from) const {
    const int words = (count_ + 63) / 64;
    for (int word = from / 64; word < words; word++) {
        uint64_t bits = ready_[word];
        if (word == from / 64) {
            bits &= ~uint64_t{0} << (from % 64);
        }
        if (bits != 0) {
            return word * 64 + __builtin_ctzll(bits);
        }
    }
    return -1;
}

int BlockScheduler::pick() {
    if (order_->kind == Order::Kind::Forward) {
        return nextReady(0);
    }
    if (order_->kind == Order::Kind::Reverse) {
        for (int word = (count_ - 1) / 64; word >= 0; word--) {
            if (ready_[word] != 0) {
                return word * 64 + 63 - __builtin_clzll(ready_[word]);
            }
        }
        return -1;
    }
    const int start = static_cast<int>(order_->generator() % static_cast<uint64_t>(count_));
    const int after = nextReady(start);
    return after >= 0 ? after : nextReady(0);
}

void BlockScheduler::makeReady(int thread) {
    threads_[static_cast<size_t>(thread)].state = State::Ready;
    ready_[thread / 64] |= uint64_t{1} << (thread % 64);
}

void BlockScheduler::resume(int thread) {
    Thread& next = threads_[static_cast<size_t>(thread)];
    ready_[thread / 64] &= ~(uint64_t{1} << (thread % 64));
    current_ = thread;
    ::threadIdx = next.index;
    if (next.stack == nullptr) {
        // Taken at the first run: a thread that never waits reuses the stack of the one before it.
        next.stack = stacks_.take();
        prepare(next.execution, *next.stack, &BlockScheduler::threadMain);
    }
    switchTo(scheduler_, next.execution);
}

void BlockScheduler::suspend() { switchTo(threads_[static_cast<size_t>(current_)].execution, scheduler_); }

void BlockScheduler::threadMain() {
    BlockScheduler& scheduler = blockScheduler();
    scheduler.kernel_->invoke(scheduler.arguments_);
    scheduler.end(scheduler.current_);
    scheduler.suspend();
}

void BlockScheduler::end(int thread) {
    Thread& ended = threads_[static_cast<size_t>(thread)];
    ended.state = State::Ended;
    stacks_.giveBack(ended.stack);
    ended.stack = nullptr;
    alive_--;
    const int warp = thread / laneCount;
    live_[warp] &= ~(1u << (thread % laneCount));
    // Lanes that waited only for this one may go on.
    uint32_t waiting = inWarp_[warp];
    while (waiting != 0) {
        const int lane = __builtin_ctz(waiting);
        completeWarp(warp, threads_[static_cast<size_t>(warp * laneCount + lane)]);
        waiting &= inWarp_[warp] & ~(1u << lane);
    }
}

// ---- barriers ----------------------------------------------------------------------------------------------------

void BlockScheduler::waitAtBarrier(Place place) {
    Thread& thread = threads_[static_cast<size_t>(current_)];
    thread.state = State::AtBarrier;
    thread.place = place;
    atBarrier_++;
    suspend();
}

bool BlockScheduler::releaseBarrier() {
    if (atBarrier_ != count_) {
        return false;
    }
    for (int i = 1; i < count_; i++) {
        if (!samePlace(threads_[static_cast<size_t>(i)].place, threads_[0].place)) {
            return false;
        }
    }
    atBarrier_ = 0;
    for (int i = 0; i < count_; i++) {
        makeReady(i);
    }
    return true;
}

// ---- warps -------------------------------------------------------------------------------------------------------

uint64_t BlockScheduler::warp(
    WarpOperation operation, uint32_t mask, uint64_t value, int argument, int width, Place place) {
    Thread& thread = threads_[static_cast<size_t>(current_)];
    thread.place = place;
    thread.request = {operation, mask, value, argument, width};
    thread.state = State::AtWarp;
    const int lane = current_ % laneCount;
    if ((mask >> lane & 1u) == 0) {
        fail(describe(current_) + " is not in the mask " + hex(mask) + " it passes" + describePlace(current_));
    } else if (width < 1 || width > laneCount || (width & (width - 1)) != 0) {
        fail(describe(current_) + " shuffles with width " + std::to_string(width)
             + ", which is not a power of two up to 32" + describePlace(current_));
    } else {
        inWarp_[current_ / laneCount] |= 1u << lane;
        completeWarp(current_ / laneCount, thread);
    }
    suspend();
    return thread.result;
}

void BlockScheduler::completeWarp(int warp, const Thread& example) {
    const WarpRequest request = example.request;
    const uint32_t present = request.mask & live_[warp];
    if ((present & inWarp_[warp]) != present) {
        return;
    }
    Thread* const lanes = &threads_[static_cast<size_t>(warp * laneCount)];
    for (uint32_t rest = present; rest != 0; rest &= rest - 1) {
        const Thread& other = lanes[__builtin_ctz(rest)];
        if (other.request.mask != request.mask || other.request.operation != request.operation
            || !samePlace(other.place, example.place)) {
            return;
        }
    }
    for (uint32_t rest = present; rest != 0; rest &= rest - 1) {
        const int lane = __builtin_ctz(rest);
        lanes[lane].result = warpResult(warp, lane, present);
        makeReady(warp * laneCount + lane);
    }
    inWarp_[warp] &= ~present;
}

uint64_t BlockScheduler::warpResult(int warp, int lane, uint32_t present) const {
    const Thread* const lanes = &threads_[static_cast<size_t>(warp * laneCount)];
    const WarpRequest& own = lanes[lane].request;
    const int first = lane & ~(own.width - 1);
    int source = lane;
    switch (own.operation) {
        case WarpOperation::Synchronise:
            return 0;
        case WarpOperation::Ballot: {
            uint64_t votes = 0;
            for (uint32_t rest = present; rest != 0; rest &= rest - 1) {
                const int voter = __builtin_ctz(rest);
                votes |= lanes[voter].request.value << voter;
            }
            return votes;
        }
        case WarpOperation::Shuffle:
            source = first + (own.argument & (own.width - 1));
            break;
        case WarpOperation::ShuffleUp:
            source = lane - own.argument >= first ? lane - own.argument : lane;
            break;
        case WarpOperation::ShuffleDown:
            source = lane + own.argument < first + own.width ? lane + own.argument : lane;
            break;
        case WarpOperation::ShuffleXor:
            source = (lane ^ own.argument) < first + own.width ? lane ^ own.argument : lane;
            break;
    }
    constexpr uint64_t undefined = uint64_t{freshPoison} << 32 | freshPoison;
    const bool defined = source >= 0 && source < laneCount && (present >> source & 1u) != 0;
    return defined ? lanes[source].request.value : undefined;
}

// ---- messages ----------------------------------------------------------------------------------------------------

std::string BlockScheduler::position() const {
    return "kernel " + kernel_->name + ", block " + triple(::blockIdx.x, ::blockIdx.y, ::blockIdx.z) + ", "
           + describe(current_);
}

std::string BlockScheduler::describe(int thread) const {
    const uint3 index = threads_[static_cast<size_t>(thread)].index;
    return "thread " + triple(index.x, index.y, index.z);
}

std::string BlockScheduler::describePlace(int thread) const {
    const Place place = threads_[static_cast<size_t>(thread)].place;
    return " at " + std::string(place.file) + ":" + std::to_string(place.line);
}

std::string BlockScheduler::describeDeadlock() const {
    int waiting = -1;
    int other = -1;
    for (int i = 0; i < count_; i++) {
        const Thread& thread = threads_[static_cast<size_t>(i)];
        if (thread.state == State::AtBarrier && waiting < 0) {
            waiting = i;
        }
    }
    if (waiting < 0) {
        // Nobody is at a barrier: lanes wait for lanes.
        waiting = 0;
        while (threads_[static_cast<size_t>(waiting)].state != State::AtWarp) {
            waiting++;
        }
        const WarpRequest& request = threads_[static_cast<size_t>(waiting)].request;
        return describe(waiting) + " waits for the lanes of mask " + hex(request.mask) + describePlace(waiting)
               + ", but not all of them get there with the same mask and operation";
    }
    for (int i = 0; i < count_ && other < 0; i++) {
        const Thread& thread = threads_[static_cast<size_t>(i)];
        if (thread.state != State::AtBarrier
            || !samePlace(thread.place, threads_[static_cast<size_t>(waiting)].place)) {
            other = i;
        }
    }
    const Thread& missing = threads_[static_cast<size_t>(other)];
    const std::string where = missing.state == State::Ended ? " has ended"
                              : missing.state == State::AtWarp
                                  ? " waits for lanes of its warp" + describePlace(other)
                                  : " waits at another barrier" + describePlace(other);
    return describe(waiting) + " waits at the barrier" + describePlace(waiting) + ", but " + describe(other) + where;
}

void BlockScheduler::fail(const std::string& what) {
    failed_ = true;
    failure_ = "kernel " + kernel_->name + ", block " + triple(::blockIdx.x, ::blockIdx.y, ::blockIdx.z) + ": " + what;
}

}  // namespace standin
