// The state behind the driver functions.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "api.h"
#include "grid.h"
#include "handles.h"
#include "memory.h"
#include "ptx.h"
#include "schedule.h"
#include "settings.h"

namespace standin {

// A stream capture under way. mode: which threads must not make unsafe calls meanwhile.
struct Capture {
    enum class Mode { Global, ThreadLocal, Relaxed };

    std::vector<Operation> operations;
    std::thread::id thread;
    Mode mode = Mode::Global;
    bool invalidated = false;
};

struct Stream {
    CUcontext context;
    bool nonBlocking = false;
    std::shared_ptr<WorkQueue> work;
    std::shared_ptr<Capture> capture;   // null while work is executed
};

struct Event {
    CUcontext context;
    bool timing = true;
    std::shared_ptr<Record> record;   // the last one; null before the first
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

// A node of a graph: the launch of a kernel, or work that was captured.
struct GraphNode {
    CUgraphNode handle;
    std::vector<CUgraphNode> dependencies;
    Launch launch;                       // of a kernel, when its kernel is not null
    CUcontext context;                   // of the launch
    std::vector<Operation> operations;   // captured work, in its order
};

struct Graph {
    std::vector<GraphNode> nodes;   // in the order of their creation, so each after what it depends on
};

struct GraphExec {
    CUcontext context;
    CUgraph source;
    std::vector<GraphNode> nodes;
};

struct Context {
    CUcontext handle;
    CUdevice device = 0;
    bool primary = false;
    // Not CUDA_SUCCESS after a failed launch: then every later call returns it.
    CUresult lost = CUDA_SUCCESS;
    // With late execution: what was issued and not executed.
    Schedule schedule;
    Stream legacyStream;
};

// A device's primary context, and how often it was asked for.
struct Primary {
    CUcontext context = nullptr;
    int count = 0;
};

class Driver {
public:
    std::mutex lock;
    bool initialised = false;
    bool configured = false;   // the environment has been read
    Settings settings;
    FaultPlan faults;
    Memory memory;
    std::map<CUdevice, long long> launches;
    long long leaked = 0;   // allocations that were alive when their context ended

    Handles<CUcontext, Context> contexts{1};
    Handles<CUmodule, Module> modules{2};
    Handles<CUfunction, Function> functions{3};
    Handles<CUstream, Stream> streams{4};
    Handles<CUevent, Event> events{5};
    Handles<CUgraph, Graph> graphs{6};
    Handles<CUgraphExec, GraphExec> graphExecs{7};
    uintptr_t graphNodes = 0;   // handed out since the process began

    std::map<CUdevice, Primary> primaries;

    // Keeps the explanation of a failure for cuGetErrorString and control.h, and returns its code.
    CUresult fail(CUresult result, const std::string& explanation);

    const std::string& explanation() const { return explanation_; }
    CUresult explained() const { return explained_; }

    CUcontext createContext(CUdevice device, bool primary);
    void destroyContext(CUcontext handle);

    // Null for a handle that is not a stream of the context. 0, 1 and 2 are the context's default stream.
    Stream* stream(Context& context, CUstream handle);

    // Executes, queues or captures one operation.
    CUresult submit(Context& context, Stream& stream, Operation operation);

    // Lets later work of the stream wait for a recording.
    void submitWait(Context& context, Stream& stream, std::shared_ptr<const Record> awaited);

    // Waits for all work, for that of one stream, for a recording, or for that which the default stream waits for.
    CUresult finish(Context& context);
    CUresult finish(Context& context, const Stream& stream);
    CUresult finish(Context& context, const Record& record);
    CUresult finishBlocking(Context& context);

    // For calls that must not be made while a stream of the context captures: invalidates the captures and returns the
    // error, or CUDA_SUCCESS when none captures. legacyStream: the call waits for the default stream.
    CUresult refuseDuringCapture(Context& context, bool legacyStream);

    // The same for a wait for all of the context, which must not be while any thread captures, whatever the mode.
    CUresult refuseWait(Context& context);

    // Back to the state before cuInit, with settings from the environment.
    void reset();

private:
    CUresult execute(Context& context, const Operation& operation);

    // Executes queued work until the condition holds; counts a wait when it did not hold from the start.
    CUresult executeUntil(Context& context, const std::function<bool()>& done);

    std::string explanation_;
    CUresult explained_ = CUDA_SUCCESS;
};

Driver& driver();

// The calling thread's stack of current contexts; the last one is current.
std::vector<CUcontext>& currentContexts();

// Reads MEMN2N_STANDIN_*; what cannot be understood is an error, with a message.
bool readEnvironment(Driver& driver);

// What a function returns instead of doing anything: what a test chose, or the error for lack of cuInit.
std::optional<CUresult> enter(Driver& driver, const char* function);

// A new graph of work that was captured, to be executed in its order.
CUgraph addCaptured(Driver& driver, std::vector<Operation> operations);

// Checks a launch as the driver does when it is issued, and copies its arguments.
CUresult prepareLaunch(
    Driver& driver, const Context& context, CUfunction function, dim3 grid, dim3 block, size_t sharedBytes,
    void** parameters, void** extra, Launch& launch);

// The execution of a launch.
Operation launchOperation(Driver& driver, const Launch& launch);

// The calling thread's context, or the error for want of a usable one.
CUresult current(Driver& driver, Context*& context);

// Wraps the body of a driver function that needs cuInit only.
template <typename Body>
CUresult call(const char* function, Body body) {
    const std::lock_guard<std::mutex> guard(driver().lock);
    const std::optional<CUresult> answer = enter(driver(), function);
    return answer ? *answer : body(driver());
}

// Wraps the body of a driver function that works in the calling thread's current context.
template <typename Body>
CUresult callInContext(const char* function, Body body) {
    const std::lock_guard<std::mutex> guard(driver().lock);
    if (const std::optional<CUresult> answer = enter(driver(), function)) {
        return *answer;
    }
    Context* context = nullptr;
    const CUresult refusal = current(driver(), context);
    return refusal == CUDA_SUCCESS ? body(driver(), *context) : refusal;
}

}  // namespace standin
