/** Measures the resource server and its peers side by side, in one run. */
@org.jspecify.annotations.NullMarked
package org.mcpoauth.benchmarks;
