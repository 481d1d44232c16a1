/** Named, repeatable random streams. */
package org.memn2n.random;
