/** What the tests of the samples share: a server in a process, a browser without scripts, and a real one. */
@NullMarked
package org.mcpoauth.samples.testing;

import org.jspecify.annotations.NullMarked;
