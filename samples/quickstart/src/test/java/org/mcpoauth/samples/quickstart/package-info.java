@org.jspecify.annotations.NullMarked
package org.mcpoauth.samples.quickstart;
