package org.mcpoauth.tck.container.app;

import jakarta.ws.rs.ApplicationPath;
import jakarta.ws.rs.core.Application;

/** Jakarta REST below a path of its own; classes are found by scanning. */
@ApplicationPath("/api")
public class ToolsApplication extends Application {}
