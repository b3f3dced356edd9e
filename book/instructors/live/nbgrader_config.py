# What nbgrader is to know in each server of a live class; jupyterhub_config.py sets the variables.

import os

c = get_config()  # noqa: F821

c.CourseDirectory.course_id = os.environ["CLASS_COURSE"]
c.Exchange.root = os.environ["CLASS_EXCHANGE"]

# In a rehearsal all servers run under one account, by which nbgrader would take all for one.
if "CLASS_REHEARSAL" in os.environ:
    c.ExchangeCollect.check_owner = False
    if os.environ["JUPYTERHUB_USER"] != "instructor":
        c.CourseDirectory.student_id = os.environ["JUPYTERHUB_USER"]
