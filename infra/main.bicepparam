// What azd reads: the environment of `azd env`, with production's sizes where it is called prod, and dev's elsewhere.
using 'main.bicep'

import { dev, prod } from 'environments.bicep'

var name = readEnvironmentVariable('AZURE_ENV_NAME', 'dev')

param environmentName = name
param location = readEnvironmentVariable('AZURE_LOCATION', 'francecentral')
param environment = name == 'prod' ? prod : dev
param consultantsGroupId = readEnvironmentVariable('KPI_CONSULTANTS_GROUP', '')
param agencyAddress = readEnvironmentVariable('KPI_AGENCY_ADDRESS', '')
param sendGridEventKey = readEnvironmentVariable('KPI_SENDGRID_EVENT_KEY', '')
