// Stream capture: work is kept in its order instead of being executed, and becomes a graph.
#include "driver.h"

using namespace standin;

CUDA_API cuStreamBeginCapture_v2(CUstream handle, int mode) {
    return callInContext(__func__, [&](Driver& driver, Context& context) {
        constexpr int relaxed = 2;   // global is 0, thread-local 1
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
        stream->capture->mode = static_cast<Capture::Mode>(mode);
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
        if (stream->capture->mode != Capture::Mode::Relaxed && stream->capture->thread != std::this_thread::get_id()) {
            return CUDA_ERROR_STREAM_CAPTURE_WRONG_THREAD;
        }
        const std::shared_ptr<Capture> capture = std::move(stream->capture);
        stream->capture = nullptr;
        *graph = nullptr;
        if (capture->invalidated) {
            return CUDA_ERROR_STREAM_CAPTURE_INVALIDATED;
        }
        *graph = addCaptured(driver, std::move(capture->operations));
        return CUDA_SUCCESS;
    });
}
