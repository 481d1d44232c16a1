# Rules of the CPU stand-in; included by native/Makefile. Needs a POSIX shell and g++ (C++17).

STANDIN := $(NATIVE)/standin
KERNELS ?= $(abspath $(NATIVE)/../kernels/cuda)
STANDIN_KERNELS := $(wildcard $(KERNELS)/*.cu)
STANDIN_TEST_KERNELS := $(wildcard $(STANDIN)/test/*.cu)
STANDIN_OUT := $(OUT)/standin

STANDIN_FLAGS := -std=c++17 -O2 -g -fPIC -fvisibility=hidden -Wall -Wextra -Werror -MMD -MP -I$(STANDIN) -pthread \
    -ffile-prefix-map=$(abspath $(NATIVE)/..)/=
ifeq ($(SWITCH),ucontext)
STANDIN_FLAGS += -DMEMN2N_STANDIN_UCONTEXT
endif

# Kernels: pointers are reinterpreted as in CUDA; products and sums stay apart, so that all machines agree; an index
# outside a fixed-size array and a misaligned address trap; variables nobody set hold 0xfe bytes.
STANDIN_KERNEL_FLAGS := $(STANDIN_FLAGS) -Wno-unused-function -Wno-unknown-pragmas -fno-strict-aliasing \
    -ffp-contract=off -fno-exceptions -fsanitize=bounds,alignment -fsanitize-undefined-trap-on-error \
    -ftrivial-auto-var-init=pattern

STANDIN_OBJECTS := $(patsubst $(STANDIN)/%.cpp,$(STANDIN_OUT)/%.o,$(wildcard $(STANDIN)/*.cpp))
STANDIN_KERNEL_OBJECTS := $(patsubst %.cu,$(STANDIN_OUT)/kernels/%.o,$(notdir $(STANDIN_KERNELS)))
STANDIN_TEST_OBJECTS := $(patsubst $(STANDIN)/test/%.cpp,$(STANDIN_OUT)/test/%.o,$(wildcard $(STANDIN)/test/*.cpp))
STANDIN_TEST_KERNEL_OBJECTS := $(patsubst %.cu,$(STANDIN_OUT)/test/kernels/%.o,$(notdir $(STANDIN_TEST_KERNELS)))

standin: $(OUT)/libcuda.so.1

# Prints what a barrier, a launch and a large kernel cost.
standin-measure: $(STANDIN_OUT)/test/measure/measure
	$<

# The tests link a library of their own, with the tests' kernels in place of the project's.
standin-test: $(STANDIN_OUT)/test/standin-test
	$(STANDIN)/test/wrap_kernels_test.sh
	$<

# Only what is marked for export may be seen: the library is loaded into other people's processes.
STANDIN_LINK = $(CXX) -shared -pthread -Wl,-soname,libcuda.so.1 -Wl,-z,defs \
    -Wl,--version-script=$(STANDIN)/exports.map -o $@ $(filter %.o,$^)

$(OUT)/libcuda.so.1: $(STANDIN_OBJECTS) $(STANDIN_KERNEL_OBJECTS) $(STANDIN)/exports.map
	$(STANDIN_LINK)

$(STANDIN_OUT)/test/libcuda.so.1: $(STANDIN_OBJECTS) $(STANDIN_TEST_KERNEL_OBJECTS) $(STANDIN)/exports.map
	$(STANDIN_LINK)

$(STANDIN_OUT)/test/standin-test: $(STANDIN_TEST_OBJECTS) $(STANDIN_OUT)/test/libcuda.so.1
	$(CXX) -pthread -o $@ $^ '-Wl,-rpath,$$ORIGIN'

$(STANDIN_OUT)/test/measure/measure: $(STANDIN_OUT)/test/measure/measure.o $(STANDIN_OUT)/test/fixture.o \
    $(STANDIN_OUT)/test/libcuda.so.1
	$(CXX) -pthread -o $@ $^ '-Wl,-rpath,$$ORIGIN/..'

.SECONDARY:
$(STANDIN_OUT)/%.o: $(STANDIN)/%.cpp
	@mkdir -p $(@D)
	$(CXX) $(STANDIN_FLAGS) -c -o $@ $<

define STANDIN_KERNEL_RULES
$(STANDIN_OUT)/$(2)/%.cpp: $(1)/%.cu $(STANDIN)/wrap_kernels.sh
	@mkdir -p $$(@D)
	$(STANDIN)/wrap_kernels.sh $$< > $$@

$(STANDIN_OUT)/$(2)/%.o: $(STANDIN_OUT)/$(2)/%.cpp
	$(CXX) $(STANDIN_KERNEL_FLAGS) -c -o $$@ $$<
endef
$(eval $(call STANDIN_KERNEL_RULES,$(KERNELS),kernels))
$(eval $(call STANDIN_KERNEL_RULES,$(STANDIN)/test,test/kernels))

-include $(wildcard $(STANDIN_OUT)/*.d $(STANDIN_OUT)/*/*.d $(STANDIN_OUT)/*/*/*.d)
