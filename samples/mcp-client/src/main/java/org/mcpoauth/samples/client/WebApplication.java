package org.mcpoauth.samples.client;

import jakarta.ws.rs.ApplicationPath;
import jakarta.ws.rs.core.Application;

/** All pages; their classes are found by scanning. */
@ApplicationPath("/")
public class WebApplication extends Application {}
