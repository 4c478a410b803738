package org.mcpoauth.cdi.config;

import java.net.URI;
import java.net.URISyntaxException;
import java.time.DateTimeException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.eclipse.microprofile.config.Config;
import org.jspecify.annotations.Nullable;
import org.mcpoauth.api.Scopes;
import org.mcpoauth.api.Secret;
import org.mcpoauth.api.error.ConfigurationException;
import org.mcpoauth.api.metadata.ClientAuthenticationMethod;
import org.mcpoauth.spi.Changing;
import org.mcpoauth.spi.support.changing.FileOrigin;

/**
 * Reads values of keys. A value that cannot be used is noted as a problem and counts as absent, so that
 * the rest is read too. Messages never hold the value, which may be a secret.
 */
final class Settings {
    private static final List<ClientAuthenticationMethod> AUTHENTICATION_METHODS = List.of(
            ClientAuthenticationMethod.NONE,
            ClientAuthenticationMethod.CLIENT_SECRET_BASIC,
            ClientAuthenticationMethod.CLIENT_SECRET_POST,
            ClientAuthenticationMethod.PRIVATE_KEY_JWT,
            ClientAuthenticationMethod.CLIENT_SECRET_JWT,
            ClientAuthenticationMethod.TLS_CLIENT_AUTH,
            ClientAuthenticationMethod.SELF_SIGNED_TLS_CLIENT_AUTH);

    private final Config config;
    private final Credentials credentials;
    private final Role namedRole;
    private final @Nullable String owner;
    private final @Nullable String parameter;
    private final Problems problems;

    private Settings(
            Config config,
            Credentials credentials,
            Role namedRole,
            @Nullable String owner,
            @Nullable String parameter,
            Problems problems) {
        this.config = config;
        this.credentials = credentials;
        this.namedRole = namedRole;
        this.owner = owner;
        this.parameter = parameter;
        this.problems = problems;
    }

    /** Reads keys without names, none of them an alias. */
    static Settings of(Config config, Problems problems) {
        return of(config, Credentials.NONE, problems);
    }

    static Settings of(Config config, Credentials credentials, Problems problems) {
        return new Settings(config, credentials, Role.COMMON, null, null, problems);
    }

    /** Reads client keys with the name first, then those without, which are defaults for all clients. */
    static Settings ofClient(Config config, Credentials credentials, String client, Problems problems) {
        return new Settings(config, credentials, Role.CLIENT, client, null, problems);
    }

    /** The same for keys none of which is an alias. */
    static Settings ofClient(Config config, String client, Problems problems) {
        return ofClient(config, Credentials.NONE, client, problems);
    }

    /** Reads resource keys with the name first, then those without that are defaults for all resources. */
    static Settings ofResource(Config config, Credentials credentials, String resource, Problems problems) {
        String owner = ResourceNames.UNNAMED.equals(resource) ? null : resource;
        return new Settings(config, credentials, Role.RESOURCE_SERVER, owner, null, problems);
    }

    /** The same for keys none of which is an alias. */
    static Settings ofResource(Config config, String resource, Problems problems) {
        return ofResource(config, Credentials.NONE, resource, problems);
    }

    /** A value and the full name of the key it was found at. */
    record Found(String key, String text) {}

    Optional<Found> find(ConfigurationKey key) {
        return find(names(key));
    }

    private Optional<Found> findAlias(ConfigurationKey key) {
        return key.aliasSuffix().flatMap(suffix -> find(names(key, suffix)));
    }

    private Optional<Found> find(Stream<String> names) {
        return names.map(this::filled)
                .flatMap(name ->
                        config.getOptionalValue(name, String.class).stream().map(text -> new Found(name, text.strip())))
                .filter(found -> !found.text().isEmpty())
                .findFirst();
    }

    /** The key as the deployer should write it. */
    String name(ConfigurationKey key) {
        return filled(prefix(key.role()) + key.suffix());
    }

    private String filled(String name) {
        KeyPattern pattern = KeyPattern.of(name);
        return parameter == null || !pattern.isOpen() ? name : pattern.start() + parameter + pattern.end();
    }

    Optional<String> text(ConfigurationKey key) {
        return find(key).map(Found::text);
    }

    Optional<Boolean> flag(ConfigurationKey key) {
        return parsed(key, text -> switch (text) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new IllegalArgumentException("is true or false");
        });
    }

    Optional<Integer> number(ConfigurationKey key) {
        return parsed(key, Settings::parseNumber);
    }

    Optional<Duration> duration(ConfigurationKey key) {
        return parsed(key, Settings::parseDuration);
    }

    Optional<URI> url(ConfigurationKey key) {
        return parsed(key, Settings::parseUrl);
    }

    Optional<Scopes> scopes(ConfigurationKey key) {
        return parsed(key, text -> Scopes.parse(text.replace(',', ' ')));
    }

    Optional<List<String>> list(ConfigurationKey key) {
        return list(key, Function.identity());
    }

    <T> Optional<List<T>> list(ConfigurationKey key, Function<String, T> parser) {
        return parsed(key, text -> parseList(text).map(parser).toList());
    }

    /** An enum constant in kebab case. */
    <E extends Enum<E>> Optional<E> choice(ConfigurationKey key, Class<E> type) {
        return parsed(key, text -> constant(text, type));
    }

    /** Enum constants in kebab case. */
    <E extends Enum<E>> Optional<Set<E>> choices(ConfigurationKey key, Class<E> type) {
        return list(key, text -> constant(text, type)).map(Set::copyOf);
    }

    private static <E extends Enum<E>> E constant(String text, Class<E> type) {
        return Arrays.stream(type.getEnumConstants())
                .filter(constant -> kebabCase(constant).equals(text))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("is one of "
                        + Arrays.stream(type.getEnumConstants())
                                .map(Settings::kebabCase)
                                .collect(Collectors.joining(", "))));
    }

    /** One secret in each line, or several with commas between them. */
    static List<Secret> parseSecrets(String text) {
        List<Secret> secrets =
                parseList(text.replace('\n', ',')).map(Secret::of).toList();
        if (secrets.isEmpty()) {
            throw new IllegalArgumentException("names none");
        }
        return secrets;
    }

    Optional<Secret> secret(ConfigurationKey key, ConfigurationKey fileKey) {
        return secretText(key, fileKey).map(Found::text).map(Secret::of);
    }

    /** The text of a secret, and the key that gives it. */
    Optional<Found> secretText(ConfigurationKey key, ConfigurationKey fileKey) {
        return place(key, fileKey)
                .flatMap(place -> opened(place, text -> new Found(place.key(), text)))
                .map(Changing::current);
    }

    /**
     * What the value of a key says, or what is kept in the file that another key names or behind an alias, both of which
     * are looked at again. Two of them at once are a problem.
     *
     * @param parser refuses a text that breaks a rule
     */
    <T> Optional<Changing<T>> changing(ConfigurationKey key, ConfigurationKey fileKey, Function<String, T> parser) {
        return place(key, fileKey).flatMap(place -> opened(place, parser));
    }

    /**
     * A secret that may be exchanged.
     *
     * @param rules refuse one that breaks a rule
     */
    Optional<Changing<Secret>> changingSecret(ConfigurationKey key, ConfigurationKey fileKey, Consumer<Secret> rules) {
        return changing(key, fileKey, text -> accepted(Secret.of(text), rules));
    }

    /**
     * One or more secrets that may be exchanged.
     *
     * @param rules refuse those that break a rule
     */
    Optional<Changing<List<Secret>>> changingSecrets(
            ConfigurationKey key, ConfigurationKey fileKey, Consumer<List<Secret>> rules) {
        return changing(key, fileKey, text -> accepted(parseSecrets(text), rules));
    }

    private static <T> T accepted(T value, Consumer<T> rules) {
        rules.accept(value);
        return value;
    }

    /** What a file says that a key names, which is looked at again. */
    <T> Optional<Changing<T>> changingFile(ConfigurationKey fileKey, Function<String, T> parser) {
        return find(fileKey).map(SecretPlace::file).flatMap(place -> opened(place, parser));
    }

    /** What is in a file that a password opens and a key names, which is looked at again. */
    <T> Optional<Changing<T>> changingStore(ConfigurationKey fileKey, FileOrigin.Format<T> format) {
        return find(fileKey)
                .flatMap(found -> noted(
                        found.key(),
                        () -> new ConfiguredFile(found.key(), credentials.clock()).openStore(found.text(), format)));
    }

    /** What is behind the alias of a secret, which is looked at again. */
    <T> Optional<Changing<T>> changingAlias(ConfigurationKey key, Function<String, T> parser) {
        return findAlias(key).map(SecretPlace::alias).flatMap(place -> opened(place, parser));
    }

    /** Whether a secret is behind an alias that cannot be looked up yet, so that what there is in its place does not fit. */
    boolean isToCome(ConfigurationKey key) {
        return credentials.isToCome() && findAlias(key).isPresent();
    }

    /** The only one of the three places a secret may be in. */
    private Optional<SecretPlace> place(ConfigurationKey key, ConfigurationKey fileKey) {
        List<SecretPlace> given = Stream.of(
                        find(key).map(SecretPlace::value),
                        find(fileKey).map(SecretPlace::file),
                        findAlias(key).map(SecretPlace::alias))
                .flatMap(Optional::stream)
                .toList();
        given.stream()
                .skip(1)
                .forEach(other -> problems.add(
                        other.key(), "must not stand beside " + given.get(0).key()));
        return given.stream().findFirst();
    }

    private <T> Optional<Changing<T>> opened(SecretPlace place, Function<String, T> parser) {
        return noted(place.key(), () -> place.open(parser, credentials));
    }

    /**
     * The value of a key that must be there.
     *
     * @param standIn given instead when it is not; never used, because a problem is noted
     */
    <T> T required(ConfigurationKey key, Function<String, T> parser, T standIn) {
        if (find(key).isEmpty()) {
            missing(key);
        }
        return parsed(key, parser).orElse(standIn);
    }

    <T> Optional<T> parsed(ConfigurationKey key, Function<String, T> parser) {
        return find(key).flatMap(found -> noted(found.key(), () -> parser.apply(found.text())));
    }

    /** A value, unless it is refused, which is a problem of its key. */
    private <T> Optional<T> noted(String key, Supplier<T> reader) {
        try {
            return Optional.of(reader.get());
        } catch (IllegalArgumentException e) {
            problems.add(key, String.valueOf(e.getMessage()));
        } catch (ConfigurationException e) {
            problems.add(key, FullKeys.withoutKey(e));
        }
        return Optional.empty();
    }

    /** Notes that a key has no value. */
    void missing(ConfigurationKey key) {
        problem(key, "is missing; expected " + key.type() + ": " + key.meaning());
    }

    /** Notes a problem of a key. */
    void problem(ConfigurationKey key, String message) {
        problem(name(key), message);
    }

    /** Notes a problem of a key that is not in the table. */
    void problem(String key, String message) {
        problems.add(key, message);
    }

    /** Notes the problem that a configuration found itself. */
    void problem(ConfigurationException e) {
        problems.add(e.key(), FullKeys.withoutKey(e));
    }

    /** A part of a configuration whose rules look at all of its values together. */
    <G> G whole(Role role, G defaults, Supplier<G> maker) {
        Group<G> group = group(role, defaults);
        group.with(Optional.of(role), (part, unused) -> maker.get());
        return group.value();
    }

    /** A part of a configuration that is filled from keys of a role. */
    <G> Group<G> group(Role role, G defaults) {
        return new Group<>(this, prefix(role), defaults);
    }

    /** Makes a configuration, unless there are problems. */
    <T> T build(Role role, Supplier<T> builder) {
        problems.throwIfAny();
        return FullKeys.of(prefix(role), builder);
    }

    private Stream<String> names(ConfigurationKey key) {
        Stream<String> own = names(key, key.suffix());
        return hasNoDefaults(key) ? own : Stream.concat(own, key.fallbacks().stream());
    }

    private Stream<String> names(ConfigurationKey key, String suffix) {
        String own = prefix(key.role()) + suffix;
        return hasNoDefaults(key)
                ? Stream.of(own)
                : Stream.of(own, key.role().prefix() + suffix).distinct();
    }

    private boolean hasNoDefaults(ConfigurationKey key) {
        return isNamed(key.role()) && !key.isDefaultForAll();
    }

    /** The beginning of the keys of a role, with the name of the client or resource. */
    String prefix(Role role) {
        return isNamed(role) ? role.prefix() + owner + "." : role.prefix();
    }

    private boolean isNamed(Role role) {
        return owner != null && role == namedRole;
    }

    /** What stands in place of the part in angle brackets where a key is written, in order. */
    Set<String> parameters(ConfigurationKey key) {
        List<KeyPattern> patterns = names(key).map(KeyPattern::of).toList();
        return StreamSupport.stream(config.getPropertyNames().spliterator(), false)
                .flatMap(name -> patterns.stream().flatMap(pattern -> pattern.parameter(name).stream()))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** The same settings with a text in place of the part in angle brackets. */
    Settings with(String parameter) {
        return new Settings(config, credentials, namedRole, owner, parameter, problems);
    }

    static Stream<String> parseList(String text) {
        return Arrays.stream(text.split("(?<!\\\\),", -1))
                .map(item -> item.replace("\\,", ",").strip())
                .filter(item -> !item.isEmpty());
    }

    /** The wire name with hyphens, as all values of keys have. */
    static ClientAuthenticationMethod authenticationMethod(String text) {
        return authenticationMethod(text, AUTHENTICATION_METHODS);
    }

    static ClientAuthenticationMethod authenticationMethod(String text, List<ClientAuthenticationMethod> methods) {
        return methods.stream()
                .filter(method -> method.value().replace('_', '-').equals(text))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("is no known method, such as client-secret-basic"));
    }

    private static String kebabCase(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static int parseNumber(String text) {
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("is a whole number", e);
        }
    }

    static Duration parseDuration(String text) {
        try {
            return text.chars().allMatch(c -> c >= '0' && c <= '9')
                    ? Duration.ofSeconds(Long.parseLong(text))
                    : Duration.parse(text);
        } catch (DateTimeException | NumberFormatException e) {
            throw new IllegalArgumentException("is a duration: whole seconds, or ISO 8601 such as PT30S", e);
        }
    }

    static URI parseUrl(String text) {
        try {
            URI url = new URI(text);
            if (url.isAbsolute()) {
                return url;
            }
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException("is an absolute URL", e);
        }
        throw new IllegalArgumentException("is an absolute URL");
    }

    static String readFile(String name) {
        return ConfiguredFile.read(name);
    }
}
