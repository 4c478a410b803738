package org.mcpoauth.starter.store;

import java.time.InstantSource;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Stream;
import org.mcpoauth.spi.store.StateStore;

/** A small deviation of a correct store; there is at least one for each assertion of the contract. */
interface Defect {

    /** All of them. */
    static Stream<Defect> all() {
        return Stream.<Defect[]>of(
                        PutDefect.values(), ChangeDefect.values(), KeepingDefect.values(), BoundDefect.values())
                .flatMap(Arrays::stream);
    }

    /** The assertions that must notice. */
    Set<String> assertions();

    /** A store with the defect. */
    StateStore in(StateStore real, InstantSource clock);

    /** The name of the constant. */
    String name();
}
