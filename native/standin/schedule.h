// The work of one context's streams that was issued and is not yet executed, and the order in which it is.
#pragma once

#include <chrono>
#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <vector>

#include "grid.h"
#include "order.h"

namespace standin {

// A piece of work of a stream. Returns the error that it ran into.
using Operation = std::function<Outcome()>;

// One recording of an event: shared by the event, the work that completes it, and the work that waits for it.
struct Record {
    bool complete = false;
    std::chrono::steady_clock::time_point time;
};

// What one stream still has to do, in its order. May outlive the stream's handle.
class WorkQueue {
public:
    explicit WorkQueue(bool blocking) : blocking_(blocking) {}

    bool empty() const { return work_.empty(); }

    // Whether the stream waits for the default stream, and that one for it.
    bool blocking() const { return blocking_; }

private:
    friend class Schedule;

    struct Work {
        Operation operation;                     // empty when there is only something to wait for
        std::shared_ptr<const Record> awaited;   // null when there is nothing to wait for
        uint64_t number;
    };

    const bool blocking_;
    std::deque<Work> work_;
};

class Schedule {
public:
    // The queue of a new stream.
    std::shared_ptr<WorkQueue> open(bool blocking);

    void add(WorkQueue& queue, Operation operation);
    void addWait(WorkQueue& queue, std::shared_ptr<const Record> awaited);

    // Takes the next piece of work out of its queue. False when no stream can go on.
    bool take(StreamOrder& order, Operation& operation);

    bool empty() const;

    // Whether the default stream and those that wait for it have nothing to do.
    bool blockingEmpty() const;

    void clear();

private:
    void dropDoneWaits();

    std::vector<std::shared_ptr<WorkQueue>> queues_;   // oldest stream first
    uint64_t issued_ = 0;
};

}  // namespace standin
