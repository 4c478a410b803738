package org.mcpoauth.spi.support.check;

import java.util.stream.Stream;
import org.mcpoauth.spi.ResourceServerConfiguration;
import org.mcpoauth.spi.check.Finding;

/** A rule about a trusted issuer, judged by what it answered. */
@FunctionalInterface
interface IssuerRule {
    Stream<Finding> findings(IssuerAnswers answers, ResourceServerConfiguration resource);
}
