/** The Build Compatible Extension and what the container makes our beans with. */
@org.jspecify.annotations.NullMarked
package org.mcpoauth.cdi;
