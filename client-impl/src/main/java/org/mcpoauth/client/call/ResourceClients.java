package org.mcpoauth.client.call;

import org.mcpoauth.api.McpOAuthClient;
import org.mcpoauth.api.client.Discovery;
import org.mcpoauth.api.client.Grants;
import org.mcpoauth.api.client.Registration;
import org.mcpoauth.client.ApplicationHttp;
import org.mcpoauth.client.Leases;
import org.mcpoauth.client.Toolkit;
import org.mcpoauth.client.audit.AuditedGrants;
import org.mcpoauth.client.audit.AuditedRegistration;
import org.mcpoauth.client.audit.ClientAudit;
import org.mcpoauth.client.discovery.CurrentMetadata;
import org.mcpoauth.client.grant.FollowingGrants;
import org.mcpoauth.client.obtain.Agents;
import org.mcpoauth.client.obtain.CodeRequests;
import org.mcpoauth.client.obtain.GrantChoice;
import org.mcpoauth.client.obtain.PendingAuthorizations;
import org.mcpoauth.client.obtain.Redemption;
import org.mcpoauth.client.obtain.WebAuthorizations;
import org.mcpoauth.client.pending.DemandStore;
import org.mcpoauth.client.pending.PendingStore;
import org.mcpoauth.client.proof.BoundTokens;
import org.mcpoauth.client.proof.Possession;
import org.mcpoauth.client.proof.ResourceProofs;
import org.mcpoauth.client.target.RegistrationStore;
import org.mcpoauth.client.target.ScopeChoice;
import org.mcpoauth.client.target.Targets;
import org.mcpoauth.client.token.SharedWork;
import org.mcpoauth.client.token.TokenGrant;
import org.mcpoauth.client.token.TokenManager;
import org.mcpoauth.client.token.TokenRenewal;
import org.mcpoauth.client.token.TokenRevocation;
import org.mcpoauth.client.token.TokenStore;
import org.mcpoauth.spi.ClientConfiguration;
import org.mcpoauth.spi.McpOAuthServices;
import org.mcpoauth.spi.support.concurrent.RefreshTime;
import org.mcpoauth.spi.support.json.StrictJson;

/** Puts the client of an MCP server together from its steps. */
public final class ResourceClients {
    private ResourceClients() {}

    /** A client for whoever calls, as the configuration says; {@link McpOAuthClient#as} gives those of certain users. */
    public static McpOAuthClient client(
            ClientConfiguration configuration,
            McpOAuthServices services,
            Toolkit toolkit,
            Discovery discovery,
            Registration registration,
            Grants requests,
            ApplicationHttp application) {
        CurrentMetadata metadata = new CurrentMetadata(discovery, services.clock());
        ClientAudit audit = new ClientAudit(configuration, services.auditListener());
        Grants grants = new AuditedGrants(new FollowingGrants(requests, metadata), audit);
        StrictJson json = toolkit.json();
        Possession possession = new Possession(toolkit, configuration.possession());
        BoundTokens bound = new BoundTokens(grants);
        Leases leases = new Leases(
                services.stateStore(), configuration.serverUrl(), RefreshTime.longest(services.connections()));
        RegistrationStore registrations = new RegistrationStore(services.stateStore(), json, configuration);
        Targets targets = new Targets(
                configuration,
                discovery,
                metadata,
                new AuditedRegistration(registration, audit),
                registrations,
                leases,
                possession,
                services.clock());
        TokenRevocation revocation = new TokenRevocation(grants, targets, services.clock());
        TokenStore store = new TokenStore(services.stateStore(), json, possession, revocation::revokeOrphan);
        ScopeChoice choice = new ScopeChoice(configuration);
        Redemption redemption = new Redemption(bound, targets);
        CodeRequests codes = new CodeRequests(configuration, grants);
        PendingAuthorizations pending = new PendingAuthorizations(
                grants,
                codes,
                targets,
                new PendingStore(services.stateStore(), json, possession),
                redemption,
                services.clock());
        DemandStore demands = new DemandStore(services.stateStore(), json);
        TokenGrant grant = new GrantChoice(
                        configuration,
                        toolkit,
                        discovery,
                        grants,
                        codes,
                        pending,
                        redemption,
                        demands,
                        Agents.of(configuration, services))
                .grant();
        TokenRenewal renewal =
                new TokenRenewal(configuration, bound, possession, targets, grant, store, leases, services.clock());
        SharedWork shared = SharedWork.of(configuration.serverUrl(), services.executor(), toolkit.waiting());
        TokenManager tokens = new TokenManager(shared, choice, targets, grant, store, possession, renewal, revocation);
        WebAuthorizations web = new WebAuthorizations(targets, choice, grant, pending, store, demands);
        return new ResourceClient(
                configuration,
                new CurrentOwner(configuration),
                tokens,
                web,
                discovery,
                application,
                new ResourceProofs(possession),
                new StepUpMemory(services.clock()),
                audit,
                services.executor());
    }
}
