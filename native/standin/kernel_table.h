// The kernels compiled into the library, by name, with the layout of their arguments derived from their signatures.
#pragma once

#include <cstddef>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

namespace standin {

struct Parameter {
    size_t size;
    size_t alignment;
    bool pointer;
};

struct Kernel {
    std::string name;
    std::vector<Parameter> parameters;
    // Calls the kernel as the current thread; values[i] points to argument i.
    void (*invoke)(void* const* values);
    // Static shared memory of the kernel's whole source file.
    char* sharedBegin;
    char* sharedEnd;
};

// Null when no kernel has this name.
const Kernel* findKernel(const std::string& name);

// Called while the library is loaded; ends the process when a name is there twice.
void registerKernel(Kernel kernel);

template <auto function, typename Signature = decltype(function)>
struct Binding;

template <auto function, typename... Arguments>
struct Binding<function, void (*)(Arguments...)> {
    static std::vector<Parameter> parameters() {
        return {Parameter{sizeof(Arguments), alignof(Arguments), std::is_pointer_v<Arguments>}...};
    }

    static void invoke(void* const* values) { invoke(values, std::index_sequence_for<Arguments...>{}); }

private:
    template <size_t... I>
    static void invoke(void* const* values, std::index_sequence<I...>) {
        function(*static_cast<std::remove_cv_t<Arguments>*>(values[I])...);
    }
};

template <auto function>
bool registerKernel(const char* name, char* sharedBegin, char* sharedEnd) {
    using Bound = Binding<function>;
    registerKernel({name, Bound::parameters(), &Bound::invoke, sharedBegin, sharedEnd});
    return true;
}

}  // namespace standin
