/** The command line: parse, call the library, print. Nothing else in the project depends on it. */
@NullMarked
package org.memn2n.cli;

import org.jspecify.annotations.NullMarked;
