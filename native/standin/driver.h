// The state behind the driver functions.
#pragma once

#include <chrono>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "api.h"
#include "grid.h"
#include "handles.h"
#include "memory.h"
#include "ptx.h"
#include "settings.h"

namespace standin {

// A piece of work of a stream. Returns the error that it ran into.
using Operation = std::function<Outcome()>;

// A stream capture under way.
struct Capture {
    std::vector<Operation> operations;
    std::thread::id thread;
    bool relaxed = false;
    bool invalidated = false;
};

struct Stream {
    CUcontext context;
    bool nonBlocking = false;
    std::shared_ptr<Capture> capture;   // null while work is executed
};

// Shared with queued operations, which may outlive the event's handle.
struct EventState {
    bool recorded = false;
    bool complete = false;
    std::chrono::steady_clock::time_point time;
};

struct Event {
    CUcontext context;
    bool timing = true;
    std::shared_ptr<EventState> state = std::make_shared<EventState>();
    std::weak_ptr<Capture> capture;
    bool captured = false;
};

struct Module {
    CUcontext context;
    PtxModule ptx;
    std::map<std::string, CUfunction> functions;
};

struct Function {
    CUmodule module;
    const Kernel* kernel;
    size_t maximumThreads;   // of a block
    size_t dynamicSharedLimit;
};

struct Graph {
    std::vector<Operation> operations;
};

struct GraphExec {
    CUcontext context;
    std::vector<Operation> operations;
};

struct Context {
    CUcontext handle;
    bool primary = false;
    // Not CUDA_SUCCESS after a failed launch: then every later call returns it.
    CUresult lost = CUDA_SUCCESS;
    // With late execution: work of all streams that was issued but not executed, in order.
    std::deque<Operation> queue;
    Stream legacyStream;
};

class Driver {
public:
    std::mutex lock;
    bool initialised = false;
    bool configured = false;   // the environment has been read
    Settings settings;
    FaultPlan faults;
    Memory memory;
    long long launches = 0;
    long long leaked = 0;   // allocations that were alive when their context ended

    Handles<CUcontext, Context> contexts{1};
    Handles<CUmodule, Module> modules{2};
    Handles<CUfunction, Function> functions{3};
    Handles<CUstream, Stream> streams{4};
    Handles<CUevent, Event> events{5};
    Handles<CUgraph, Graph> graphs{6};
    Handles<CUgraphExec, GraphExec> graphExecs{7};

    CUcontext primary = nullptr;
    int primaryCount = 0;

    // Keeps the explanation of a failure for cuGetErrorString and control.h, and returns its code.
    CUresult fail(CUresult result, const std::string& explanation);

    const std::string& explanation() const { return explanation_; }
    CUresult explained() const { return explained_; }

    CUcontext createContext(bool primary);
    void destroyContext(CUcontext handle);

    // Null for a handle that is not a stream of the context. 0, 1 and 2 are the context's default stream.
    Stream* stream(Context& context, CUstream handle);

    // Executes, queues or captures one operation.
    CUresult submit(Context& context, Stream& stream, Operation operation);

    // Executes everything that is queued.
    CUresult finish(Context& context);

    // For calls that must not be made while a stream of the context captures: invalidates the captures and returns the
    // error, or CUDA_SUCCESS when none captures. legacyStream: the call waits for the default stream.
    CUresult refuseDuringCapture(Context& context, bool legacyStream);

    // Back to the state before cuInit, with settings from the environment.
    void reset();

private:
    CUresult execute(Context& context, const Operation& operation);

    std::string explanation_;
    CUresult explained_ = CUDA_SUCCESS;
};

Driver& driver();

// The calling thread's stack of current contexts; the last one is current.
std::vector<CUcontext>& currentContexts();

// Reads MEMN2N_STANDIN_*; what cannot be understood is an error, with a message.
bool readEnvironment(Driver& driver);

// The error that a function returns before it does anything: a chosen one, or for lack of cuInit.
CUresult enter(Driver& driver, const char* function);

// The calling thread's context, or the error for want of a usable one.
CUresult current(Driver& driver, Context*& context);

// Wraps the body of a driver function that needs cuInit only.
template <typename Body>
CUresult call(const char* function, Body body) {
    const std::lock_guard<std::mutex> guard(driver().lock);
    const CUresult refusal = enter(driver(), function);
    return refusal == CUDA_SUCCESS ? body(driver()) : refusal;
}

// Wraps the body of a driver function that works in the calling thread's current context.
template <typename Body>
CUresult callInContext(const char* function, Body body) {
    const std::lock_guard<std::mutex> guard(driver().lock);
    Context* context = nullptr;
    CUresult refusal = enter(driver(), function);
    if (refusal == CUDA_SUCCESS) {
        refusal = current(driver(), context);
    }
    return refusal == CUDA_SUCCESS ? body(driver(), *context) : refusal;
}

}  // namespace standin
