package org.mcpoauth.spi.http;

import java.net.http.HttpClient;
import org.mcpoauth.api.error.ConfigurationException;

/**
 * The clients that call MCP servers themselves, shared by all that one runtime makes, so that connections are
 * used again and end with the runtime. They follow no redirects and keep no cookies.
 *
 * <p>Safe for use by several threads. Ask anew for each call: what is held beyond it keeps its threads alive
 * after the runtime was closed.
 */
public interface HttpClients {

    /**
     * The client for https.
     *
     * @return the client
     * @throws ConfigurationException with {@code UNSUPPORTED_OPERATION} if the runtime was closed: the application must act
     */
    HttpClient secured();

    /**
     * The client for plain http, which begins with no upgrade to HTTP/2: MCP servers need not understand it.
     *
     * @return the client
     * @throws ConfigurationException with {@code UNSUPPORTED_OPERATION} if the runtime was closed: the application must act
     */
    HttpClient plain();
}
