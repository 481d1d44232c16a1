// Stream capture and graphs: the captured operations are kept and executed again in the order of capture.
#include "driver.h"

using namespace standin;

CUDA_API cuStreamBeginCapture_v2(CUstream handle, int mode) {
    return callInContext(__func__, [&](Driver& driver, Context& context) {
        constexpr int relaxed = 2;   // global (0) and thread-local (1) refuse unsafe calls
        Stream* const stream = driver.stream(context, handle);
        if (stream == nullptr) {
            return CUDA_ERROR_INVALID_HANDLE;
        }
        if (stream == &context.legacyStream) {
            return driver.fail(CUDA_ERROR_STREAM_CAPTURE_UNSUPPORTED, "the default stream cannot be captured");
        }
        if (stream->capture != nullptr || mode < 0 || mode > relaxed) {
            return stream->capture != nullptr ? CUDA_ERROR_STREAM_CAPTURE_UNSUPPORTED : CUDA_ERROR_INVALID_VALUE;
        }
        stream->capture = std::make_shared<Capture>();
        stream->capture->thread = std::this_thread::get_id();
        stream->capture->relaxed = mode == relaxed;
        return CUDA_SUCCESS;
    });
}

CUDA_API cuStreamIsCapturing(CUstream handle, int* status) {
    return callInContext(__func__, [&](Driver& driver, Context& context) {
        constexpr int none = 0;
        constexpr int active = 1;
        constexpr int invalidated = 2;
        const Stream* const stream = driver.stream(context, handle);
        if (stream == nullptr) {
            return CUDA_ERROR_INVALID_HANDLE;
        }
        *status = stream->capture == nullptr ? none : stream->capture->invalidated ? invalidated : active;
        return CUDA_SUCCESS;
    });
}

CUDA_API cuStreamEndCapture(CUstream handle, CUgraph* graph) {
    return callInContext(__func__, [&](Driver& driver, Context& context) {
        Stream* const stream = driver.stream(context, handle);
        if (stream == nullptr) {
            return CUDA_ERROR_INVALID_HANDLE;
        }
        if (stream->capture == nullptr) {
            return CUDA_ERROR_STREAM_CAPTURE_UNMATCHED;
        }
        if (!stream->capture->relaxed && stream->capture->thread != std::this_thread::get_id()) {
            return CUDA_ERROR_STREAM_CAPTURE_WRONG_THREAD;
        }
        const std::shared_ptr<Capture> capture = std::move(stream->capture);
        stream->capture = nullptr;
        *graph = nullptr;
        if (capture->invalidated) {
            return CUDA_ERROR_STREAM_CAPTURE_INVALIDATED;
        }
        *graph = driver.graphs.add({std::move(capture->operations)});
        return CUDA_SUCCESS;
    });
}

CUDA_API cuGraphInstantiateWithFlags(CUgraphExec* exec, CUgraph graph, unsigned long long) {
    return callInContext(__func__, [&](Driver& driver, Context& context) {
        const Graph* const found = driver.graphs.find(graph);
        if (found == nullptr || exec == nullptr) {
            return found == nullptr ? CUDA_ERROR_INVALID_HANDLE : CUDA_ERROR_INVALID_VALUE;
        }
        *exec = driver.graphExecs.add({context.handle, found->operations});
        return CUDA_SUCCESS;
    });
}

CUDA_API cuGraphUpload(CUgraphExec exec, CUstream stream) {
    return callInContext(__func__, [&](Driver& driver, Context& context) {
        const bool known = driver.graphExecs.find(exec) != nullptr && driver.stream(context, stream) != nullptr;
        return known ? CUDA_SUCCESS : CUDA_ERROR_INVALID_HANDLE;
    });
}

CUDA_API cuGraphLaunch(CUgraphExec exec, CUstream handle) {
    return callInContext(__func__, [&](Driver& driver, Context& context) {
        const GraphExec* const found = driver.graphExecs.find(exec);
        Stream* const stream = driver.stream(context, handle);
        if (found == nullptr || found->context != context.handle || stream == nullptr) {
            return CUDA_ERROR_INVALID_HANDLE;
        }
        return driver.submit(context, *stream, [operations = found->operations]() -> Outcome {
            for (const Operation& operation : operations) {
                Outcome outcome = operation();
                if (outcome.result != CUDA_SUCCESS) {
                    return outcome;
                }
            }
            return {CUDA_SUCCESS, ""};
        });
    });
}

CUDA_API cuGraphExecDestroy(CUgraphExec exec) {
    return callInContext(__func__, [&](Driver& driver, Context&) {
        return driver.graphExecs.remove(exec) ? CUDA_SUCCESS : CUDA_ERROR_INVALID_HANDLE;
    });
}

CUDA_API cuGraphDestroy(CUgraph graph) {
    return callInContext(__func__, [&](Driver& driver, Context&) {
        return driver.graphs.remove(graph) ? CUDA_SUCCESS : CUDA_ERROR_INVALID_HANDLE;
    });
}
