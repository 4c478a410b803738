package org.mcpoauth.starter.client;

import org.mcpoauth.tck.client.McpOAuthClientContract;

class ClientContractTest extends McpOAuthClientContract {}
