package org.mcpoauth.api.error;

import java.io.Serial;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The deployer must act: a configured value is missing or wrong, or implementations are ambiguous. */
public final class ConfigurationException extends McpOAuthException {
    @Serial
    private static final long serialVersionUID = 1L;

    private final String key;

    /**
     * A configuration that cannot be used.
     *
     * @param key the configuration key or record component that is wrong
     * @param message what is wrong and what to write instead; must hold no secret
     */
    public ConfigurationException(String key, String message) {
        this(FailureCode.CONFIGURATION_INVALID, key, message, null);
    }

    /**
     * A configuration that cannot be used, for a particular reason.
     *
     * @param code the stable code
     * @param key the configuration key or record component that is wrong
     * @param message what is wrong and what to write instead; must hold no secret
     * @param cause the failure that showed it, or {@code null}
     */
    public ConfigurationException(FailureCode code, String key, String message, @Nullable Throwable cause) {
        super(code, key + ": " + message, cause);
        this.key = Objects.requireNonNull(key, "key");
    }

    /**
     * The configuration key or record component that is wrong.
     *
     * @return the key as the deployer writes it
     */
    public String key() {
        return key;
    }
}
