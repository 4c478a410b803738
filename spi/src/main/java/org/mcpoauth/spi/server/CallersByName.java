package org.mcpoauth.spi.server;

import java.security.Principal;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.mcpoauth.api.provider.ResourceOwner;

/** Takes the name of a caller for the subject, unless it is one that containers give to nobody. */
final class CallersByName implements CallerUsers {
    private static final Set<String> NOBODY = Set.of("anonymous", "unauthenticated", "guest");
    private static final int MAX_NAME = 255;

    @Override
    public Optional<ResourceOwner> owner(Principal caller, Instant seenAt) {
        String name = caller.getName();
        return isSomebody(name) ? Optional.of(new ResourceOwner(name, seenAt, null)) : Optional.empty();
    }

    private static boolean isSomebody(@Nullable String name) {
        return name != null
                && !name.isEmpty()
                && name.length() <= MAX_NAME
                && !NOBODY.contains(name.toLowerCase(Locale.ROOT));
    }
}
