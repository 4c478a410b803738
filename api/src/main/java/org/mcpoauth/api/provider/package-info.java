/** What an application decides and stores when it issues tokens; the endpoints do all protocol work. */
@org.jspecify.annotations.NullMarked
package org.mcpoauth.api.provider;
