package org.mcpoauth.cdi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Produces;
import jakarta.enterprise.inject.spi.AfterBeanDiscovery;
import jakarta.enterprise.inject.spi.Extension;
import jakarta.inject.Named;
import jakarta.security.enterprise.credential.Credential;
import jakarta.security.enterprise.credential.UsernamePasswordCredential;
import jakarta.security.enterprise.identitystore.CredentialValidationResult;
import jakarta.security.enterprise.identitystore.IdentityStore;
import jakarta.security.enterprise.identitystore.IdentityStoreHandler;
import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.eclipse.microprofile.config.Config;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mcpoauth.api.Secret;
import org.mcpoauth.api.provider.AuthorizationClaims;
import org.mcpoauth.api.provider.ResourceOwner;
import org.mcpoauth.cdi.AuthorizationServerInjectionTest.RecordingServers;
import org.mcpoauth.cdi.AuthorizationServerInjectionTest.Users;
import org.mcpoauth.spi.server.AuthorizationServer;
import org.mcpoauth.spi.server.CallerUsers;
import org.mcpoauth.spi.server.UserAuthenticator;

/** Users of the identity stores of Jakarta Security 3.0, chapter "Identity Store". */
@Tag("container")
class IdentityStoreInjectionTest {
    private static final Map<String, String> KEYS = Map.of(
            "mcp.oauth.as.enabled", "true",
            "mcp.oauth.as.issuer", "https://as.example",
            "mcp.oauth.as.resources-allowed", "https://mcp.example/mcp",
            "mcp.oauth.as.login", "identity-store");
    private static final Secret PASSWORD = Secret.of("correct horse");
    private static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");

    /** A store with one user, who also has an id. */
    @ApplicationScoped
    static class Staff implements IdentityStore {
        @Override
        public CredentialValidationResult validate(Credential credential) {
            return credential instanceof UsernamePasswordCredential typed && typed.compareTo("alice", PASSWORD.reveal())
                    ? new CredentialValidationResult("staff", "alice", "cn=alice", "4711", Set.of("staff"))
                    : CredentialValidationResult.INVALID_RESULT;
        }
    }

    /** Found although it has a qualifier, and asked before the others. */
    @ApplicationScoped
    @Named("guests")
    static class Guests implements IdentityStore {
        @Override
        public CredentialValidationResult validate(Credential credential) {
            return credential instanceof UsernamePasswordCredential typed && typed.compareTo("bob", PASSWORD.reveal())
                    ? new CredentialValidationResult("bob")
                    : CredentialValidationResult.INVALID_RESULT;
        }

        @Override
        public int priority() {
            return 1;
        }
    }

    @ApplicationScoped
    static class Broken implements IdentityStore {
        @Override
        public CredentialValidationResult validate(Credential credential) {
            throw new IllegalStateException("the directory does not answer");
        }

        @Override
        public int priority() {
            return 2;
        }
    }

    /** Knows everybody, as the handler of a container may. */
    @ApplicationScoped
    static class Handler implements IdentityStoreHandler {
        @Override
        public CredentialValidationResult validate(Credential credential) {
            return new CredentialValidationResult(
                    ((UsernamePasswordCredential) credential).getCaller() + " of handler");
        }
    }

    /** Adds beans as a server does, after those of the application are known. */
    static class Server implements Extension {
        private final List<Class<?>> types;

        Server(Class<?>... types) {
            this.types = List.of(types);
        }

        void add(@Observes AfterBeanDiscovery beans) {
            types.forEach(type -> beans.addBean()
                    .types(type)
                    .scope(ApplicationScoped.class)
                    .createWith(context -> type == IdentityStore.class ? new Staff() : new Handler()));
        }
    }

    @Dependent
    static class Numbers {
        @Produces
        CallerUsers users() {
            return (caller, seenAt) -> Optional.of(new ResourceOwner("user-" + caller.getName(), seenAt, null));
        }
    }

    private static Optional<String> login(Application application, String username, Secret password) {
        application.get(AuthorizationServer.class).configuration();
        UserAuthenticator form = Objects.requireNonNull(
                        application.get(RecordingServers.class).users())
                .choose(users -> users, container -> refused(), upstream -> refused());
        return form.authenticate(username, password).map(ResourceOwner::subject);
    }

    private static UserAuthenticator refused() {
        throw new AssertionError("another kind of login");
    }

    @Test
    void aStoreChecksPasswords() {
        try (Application application = Application.start(KEYS, RecordingServers.class, Staff.class)) {
            assertEquals(Optional.of("alice"), login(application, "alice", PASSWORD));
            assertEquals(Optional.empty(), login(application, "alice", Secret.of("wrong")));
            assertEquals(Optional.empty(), login(application, "nobody", PASSWORD));
        }
    }

    /** An invalid result of the first store leaves the second one to be asked. */
    @Test
    void severalStoresAreAsked() {
        try (Application application = Application.start(KEYS, RecordingServers.class, Staff.class, Guests.class)) {
            assertEquals(Optional.of("bob"), login(application, "bob", PASSWORD));
            assertEquals(Optional.of("alice"), login(application, "alice", PASSWORD));
            assertEquals(Optional.empty(), login(application, "alice", Secret.of("wrong")));
        }
    }

    @Test
    void aStoreThatFailsEndsTheLogin() {
        try (Application application =
                Application.start(KEYS, RecordingServers.class, Staff.class, Guests.class, Broken.class)) {
            assertEquals(Optional.of("bob"), login(application, "bob", PASSWORD));
            assertThrows(IllegalStateException.class, () -> login(application, "alice", PASSWORD));
        }
    }

    @Test
    void aHandlerIsAskedInsteadOfTheStores() {
        try (Application application = Application.start(KEYS, RecordingServers.class, Handler.class, Broken.class)) {
            assertEquals(Optional.of("alice of handler"), login(application, "alice", PASSWORD));
        }
    }

    @Test
    void aBeanMaySayWhoACallerIs() {
        try (Application application = Application.start(KEYS, RecordingServers.class, Staff.class, Numbers.class)) {
            assertEquals(Optional.of("user-alice"), login(application, "alice", PASSWORD));
        }
    }

    /** Another bean that checks passwords is not asked. */
    @Test
    void theKeyDecides() {
        try (Application application = Application.start(KEYS, RecordingServers.class, Staff.class, Users.class)) {
            assertEquals(Optional.of("alice"), login(application, "alice", PASSWORD));
        }
    }

    @Test
    void withoutAnyStoreTheApplicationDoesNotStart() {
        String failure = Application.failure(
                Map.of("mcp.oauth.as.enabled", "true", "mcp.oauth.as.login", "identity-store"),
                RecordingServers.class,
                Users.class);

        assertTrue(failure.contains("mcp.oauth.as.login: there is no bean IdentityStore of Jakarta Security; write"));
        assertTrue(failure.contains("mcp.oauth.as.issuer: is missing"), failure);
    }

    /** Made with {@code @DatabaseIdentityStoreDefinition}, for example. */
    @Test
    void aStoreOfTheServerIsAskedThroughItsHandler() {
        Server server = new Server(IdentityStoreHandler.class, IdentityStore.class);
        try (Application application = Application.start(KEYS, List.of(server), RecordingServers.class)) {
            assertEquals(Optional.of("alice of handler"), login(application, "alice", PASSWORD));
        }
    }

    @Test
    void theHandlerOfAServerIsNotEnough() {
        Server server = new Server(IdentityStoreHandler.class);

        String failure = Application.failure(KEYS, List.of(server), RecordingServers.class);
        assertTrue(failure.contains("mcp.oauth.as.login: there is no bean IdentityStore"), failure);
    }

    @Test
    void aStoreAloneIsNotAsked() {
        Map<String, String> keys = new HashMap<>(KEYS);
        keys.remove("mcp.oauth.as.login");
        try (Application application = Application.start(keys, RecordingServers.class, Staff.class)) {
            application.get(AuthorizationServer.class).configuration();
            String kind = Objects.requireNonNull(
                            application.get(RecordingServers.class).users())
                    .choose(form -> "form", container -> "container", upstream -> "upstream");
            assertEquals("container", kind);
        }
    }

    @Test
    void theTimeOfTheLoginIsThatOfTheClock() {
        assertEquals(
                Optional.of(new ResourceOwner("alice", NOW, null)),
                users(credential -> new CredentialValidationResult("alice")).authenticate("alice", PASSWORD));
    }

    /** RFC 9068, section 2.2.3.1. */
    @Test
    void theGroupsOfTheCallerAreThoseOfTheUser() {
        assertEquals(List.of("staff"), groups(CallerUsers.BY_NAME, Set.of("staff")));
        CallerUsers own = (caller, seenAt) -> Optional.of(new ResourceOwner(
                caller.getName(), seenAt, null, new AuthorizationClaims(List.of(), List.of("own"), List.of())));
        assertEquals(List.of("own"), groups(own, Set.of("staff")));
    }

    @Test
    void whoHasTooManyGroupsLogsInWithoutThem() {
        Set<String> many = IntStream.rangeClosed(0, AuthorizationClaims.MAX_ENTRIES)
                .mapToObj(i -> "group-" + i)
                .collect(Collectors.toSet());

        assertEquals(List.of(), groups(CallerUsers.BY_NAME, many));
    }

    private static List<String> groups(CallerUsers callers, Set<String> groups) {
        IdentityStoreHandler stores = credential -> new CredentialValidationResult("alice", groups);
        return new IdentityStoreUsers(stores, callers, InstantSource.fixed(NOW))
                .authenticate("alice", PASSWORD)
                .orElseThrow()
                .authorization()
                .groups();
    }

    @Test
    void thePasswordIsClearedWhateverCameOfIt() {
        List<UsernamePasswordCredential> seen = new ArrayList<>();
        IdentityStoreHandler refusing = credential -> {
            seen.add((UsernamePasswordCredential) credential);
            return CredentialValidationResult.NOT_VALIDATED_RESULT;
        };
        IdentityStoreHandler failing = credential -> {
            refusing.validate(credential);
            throw new IllegalStateException("no answer");
        };

        assertEquals(Optional.empty(), users(refusing).authenticate("alice", PASSWORD));
        assertThrows(IllegalStateException.class, () -> users(failing).authenticate("alice", PASSWORD));
        assertEquals(
                List.of(true, true),
                seen.stream().map(UsernamePasswordCredential::isCleared).toList());
    }

    /** What a container calls nobody, and what does not fit into a subject. */
    @ParameterizedTest
    @ValueSource(strings = {"anonymous", "UNAUTHENTICATED", "long"})
    void aCallerWhoIsNobodyIsNotLoggedIn(String name) {
        String caller = name.equals("long") ? "a".repeat(256) : name;

        assertEquals(
                Optional.empty(),
                users(credential -> new CredentialValidationResult(caller)).authenticate("alice", PASSWORD));
    }

    private static IdentityStoreUsers users(IdentityStoreHandler stores) {
        return new IdentityStoreUsers(stores, CallerUsers.BY_NAME, InstantSource.fixed(NOW));
    }

    @Test
    void withoutTheApiTheKeyIsRefusedAndAllElseWorks() throws ReflectiveOperationException {
        assertEquals(
                List.of("mcp.oauth.as.login: there is no bean IdentityStore of Jakarta Security; write one, or a bean"
                        + " UserAuthenticator and login=form"),
                problemsWithoutApi("identity-store"));
        assertEquals(List.of(), problemsWithoutApi("container"));
    }

    private static List<?> problemsWithoutApi(String login) throws ReflectiveOperationException {
        Class<?> type =
                Class.forName(DeploymentCheck.class.getName(), true, new LoaderWithout("jakarta.security.enterprise."));
        Constructor<?> constructor = type.getDeclaredConstructor();
        constructor.setAccessible(true);
        Object check = constructor.newInstance();
        Map<String, String> keys = new HashMap<>(KEYS);
        keys.put("mcp.oauth.as.login", login);
        Predicate<Object> nothing = bean -> false;
        Config config = Application.config(keys);
        call(type.getDeclaredMethod("authorizationServer", Config.class, Predicate.class), check, config, nothing);
        call(type.getDeclaredMethod("identityStores", Config.class, boolean.class), check, config, false);
        return (List<?>) call(type.getDeclaredMethod("problems"), check);
    }

    private static Object call(Method method, Object target, Object... arguments) throws ReflectiveOperationException {
        method.setAccessible(true);
        return method.invoke(target, arguments);
    }
}
