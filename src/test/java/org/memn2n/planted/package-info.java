/** Classes that break a rule of the architecture each, so that the rules are seen to fail; used for nothing else. */
@NullMarked
package org.memn2n.planted;

import org.jspecify.annotations.NullMarked;
