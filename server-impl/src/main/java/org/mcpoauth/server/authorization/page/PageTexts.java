package org.mcpoauth.server.authorization.page;

import java.util.Properties;
import org.mcpoauth.api.error.ConfigurationException;

/**
 * What pages say in one language.
 *
 * @param texts the texts by key
 */
record PageTexts(Properties texts) {
    private static final String OF_SCOPES = "scope.";

    String get(String key) {
        String text = texts.getProperty(key);
        if (text == null) {
            throw new ConfigurationException("pages", "there is no text " + key);
        }
        return text;
    }

    boolean isInWords(String scope) {
        return texts.containsKey(OF_SCOPES + scope);
    }

    /** A scope in words, or itself if nobody has put it into words. */
    String scope(String scope) {
        return texts.getProperty(OF_SCOPES + scope, scope);
    }
}
