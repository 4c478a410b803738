package org.mcpoauth.samples.mcp;

import jakarta.ws.rs.ApplicationPath;
import jakarta.ws.rs.core.Application;

/** Puts the endpoint to {@code <context root>/mcp}; classes are found by scanning. */
@ApplicationPath("/")
public class McpApplication extends Application {}
