package org.mcpoauth.cdi.config;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.eclipse.microprofile.config.Config;

/** Looks for keys that nobody reads, and for those that weaken security. */
public final class KeyReview {
    private static final String ROOT = Role.COMMON.prefix();
    private static final String DANGEROUS = "dangerous-";

    private final Config config;

    /** A review of the keys that a configuration lists; a source may hide some from lists. */
    public KeyReview(Config config) {
        this.config = config;
    }

    /** A sentence for each key below {@code mcp.oauth.} that is not in the table. */
    public List<String> unknownKeys() {
        return StreamSupport.stream(config.getPropertyNames().spliterator(), false)
                .filter(key -> key.startsWith(ROOT) && !isKnown(key))
                .distinct()
                .sorted()
                .map(key -> key + " is not known; the nearest key is " + nearest(key))
                .toList();
    }

    /**
     * A sentence for each setting that weakens security.
     *
     * @param clients the names of the clients
     * @param resources the names of the protected resources
     */
    public List<String> dangerousSettings(Set<String> clients, Set<String> resources) {
        Stream<Settings> all = Stream.of(
                        Stream.of(Settings.of(config, new Problems())),
                        clients.stream().map(name -> Settings.ofClient(config, name, new Problems())),
                        resources.stream().map(name -> Settings.ofResource(config, name, new Problems())))
                .flatMap(settings -> settings);
        return all.flatMap(settings -> Stream.of(ConfigurationKey.values())
                        .flatMap(key -> settings.find(key).filter(found -> isDangerous(key, found.text())).stream()))
                .map(found -> found.key() + "=" + found.text() + " weakens security")
                .distinct()
                .toList();
    }

    /** Values are shown, so that only those of flags, choices and dangerous keys themselves may count. */
    private static boolean isDangerous(ConfigurationKey key, String value) {
        return key.type().contains(DANGEROUS)
                ? value.startsWith(DANGEROUS)
                : key.suffix().contains(DANGEROUS) && !"false".equals(value);
    }

    static boolean isKnown(String key) {
        return Stream.of(ConfigurationKey.values())
                .anyMatch(known -> known.fallbacks().contains(key)
                        || known.fullNames()
                                .map(KeyPattern::of)
                                .anyMatch(name -> name.matches(key) || name.matches(withoutName(key))));
    }

    /** The key without the name of the client or resource; the same key when there is none. */
    private static String withoutName(String key) {
        Role role = roleOf(key);
        int end = endOfName(role, key);
        return end < 0 ? key : role.prefix() + key.substring(end);
    }

    private static Role roleOf(String key) {
        return Stream.of(Role.CLIENT, Role.RESOURCE_SERVER)
                .filter(role -> key.startsWith(role.prefix()))
                .findFirst()
                .orElse(Role.COMMON);
    }

    /** Where the name of the client or resource ends, behind its dot; -1 when there is none. */
    private static int endOfName(Role role, String key) {
        String prefix = role.prefix();
        int dot = role == Role.COMMON ? -1 : key.indexOf('.', prefix.length());
        return dot >= 0 && role.isName(key.substring(prefix.length(), dot)) ? dot + 1 : -1;
    }

    /** The known key with the fewest changes of characters, with the name put back. */
    private static String nearest(String key) {
        String bare = withoutName(key);
        String nearest = Stream.of(ConfigurationKey.values())
                .flatMap(ConfigurationKey::fullNames)
                .min(Comparator.comparingInt(known -> distance(known, bare)))
                .orElseThrow();
        Role role = roleOf(key);
        int end = endOfName(role, key);
        return end >= 0 && nearest.startsWith(role.prefix())
                ? key.substring(0, end) + nearest.substring(role.prefix().length())
                : nearest;
    }

    /** Levenshtein's distance. */
    private static int distance(String one, String other) {
        String left = one.toLowerCase(Locale.ROOT);
        String right = other.toLowerCase(Locale.ROOT);
        int[] costs = new int[right.length() + 1];
        for (int i = 0; i <= left.length(); i++) {
            int diagonal = i - 1;
            for (int j = 0; j <= right.length(); j++) {
                int above = costs[j];
                if (i == 0 || j == 0) {
                    costs[j] = i + j;
                } else {
                    int replaced = diagonal + (left.charAt(i - 1) == right.charAt(j - 1) ? 0 : 1);
                    costs[j] = Math.min(replaced, Math.min(above, costs[j - 1]) + 1);
                }
                diagonal = above;
            }
        }
        return costs[right.length()];
    }
}
