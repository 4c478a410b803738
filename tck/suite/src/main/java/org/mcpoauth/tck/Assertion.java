package org.mcpoauth.tck;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.Test;

/** A test that proves assertions of the manifest {@code assertions.tsv}; at most three of them. */
@Test
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
public @interface Assertion {
    /**
     * What the test proves.
     *
     * @return ids from the manifest
     */
    String[] value();
}
