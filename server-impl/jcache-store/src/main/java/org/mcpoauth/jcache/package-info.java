/** The state store on a cache of JCache (JSR 107), for nodes that share an engine such as Hazelcast. */
@org.jspecify.annotations.NullMarked
package org.mcpoauth.jcache;
