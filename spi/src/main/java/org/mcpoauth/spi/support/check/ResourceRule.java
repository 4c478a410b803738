package org.mcpoauth.spi.support.check;

import java.util.stream.Stream;
import org.mcpoauth.spi.ResourceServerConfiguration;
import org.mcpoauth.spi.check.Finding;

/** A rule about a protected resource that needs nobody to be asked. */
@FunctionalInterface
interface ResourceRule {
    Stream<Finding> findings(ResourceServerConfiguration resource);
}
