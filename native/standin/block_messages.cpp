// What the scheduler says when a block fails.
#include <cstdio>

#include "block.h"

namespace standin {
namespace {

std::string triple(unsigned x, unsigned y, unsigned z) {
    return "(" + std::to_string(x) + ", " + std::to_string(y) + ", " + std::to_string(z) + ")";
}

}  // namespace

std::string hex(uint32_t value) {
    char text[16];
    std::snprintf(text, sizeof(text), "0x%08x", value);
    return text;
}

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
