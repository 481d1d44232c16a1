/** Shapes and flat storage in the memory of the JVM; no mathematics. Everything else may depend on it. */
package org.memn2n.tensor;
